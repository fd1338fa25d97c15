import { ExternalLink } from 'lucide-react'
import type { Outputs } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import './output-links.css'

const isWeb = (value: string): boolean => /^https?:\/\//i.test(value) && URL.canParse(value)

/** The addresses that a deployment gave, to click; everything else it gave, to read. */
export function OutputLinks({ outputs }: { outputs: Outputs }) {
  const all = Object.values(outputs).flatMap(stack => Object.entries(stack))
  const links = all.filter(([, value]) => isWeb(value))
  const others = all.filter(([, value]) => !isWeb(value))
  if (all.length === 0) return null
  return (
    <div className="outputs">
      {links.length > 0 && (
        <ul className="output-links">
          {links.map(([key, value]) => (
            <li key={key}>
              <a href={value} target="_blank" rel="noreferrer noopener" title={value} className="text-link">
                <span>
                  <Foreign text={key} />
                </span>
                <ExternalLink size={13} aria-hidden="true" />
                <span className="visually-hidden"> (opens in a new tab)</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <details>
          <summary className="quiet">
            {others.length} {links.length > 0 ? 'more ' : ''}output{others.length === 1 ? '' : 's'}
          </summary>
          <dl>
            {others.map(([key, value]) => (
              <div key={key}>
                <dt className="quiet">
                  <Foreign text={key} />
                </dt>
                <dd>
                  <code>
                    <Foreign text={value} />
                  </code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  )
}
