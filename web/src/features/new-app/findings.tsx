import { useState } from 'react'
import { type DetectedRepository, whyLeftOut } from '../../../../src/contract/detect.ts'
import { Empty } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Found, where } from './found.tsx'

/** What is looked through without being searched. */
const few = 12

export interface FindingsProps {
  found: DetectedRepository
  chosen: string | null
  onChoose: (path: string) => void
}

/** What Trellis sees in the repository, and would do with it. */
export function Findings({ found, chosen, onChoose }: FindingsProps) {
  const { apps, ambiguous, leftOut } = found.detection
  const [typed, setTyped] = useState('')
  const shown = apps.filter(({ path }) => path === chosen || path.includes(typed.trim()))
  return (
    <section className="findings" aria-label="What was found">
      <h2>What Trellis sees</h2>
      {apps.length === 0 && ambiguous.length === 0 && (
        <Empty title="No deployment tool that Trellis knows.">
          <p>
            A <code>trellis.yml</code> with <code>deploy:</code> and <code>remove:</code> brings commands of your own.
          </p>
        </Empty>
      )}
      {apps.length > 1 && <p>There are {apps.length} apps. Choose one; the others can become apps of their own.</p>}
      {apps.length > few && <SearchField label="Find a folder" value={typed} onValue={setTyped} />}
      <ul className="choices">
        {shown.map(app => (
          <li key={app.path}>
            <label className="choice">
              <input type="radio" name="app" checked={app.path === chosen} onChange={() => onChoose(app.path)} />
              <Found app={app} />
            </label>
          </li>
        ))}
      </ul>
      {ambiguous.map(({ path, frameworks, why }) => (
        <p key={path} className="notice notice-warn">
          <strong>{where(path)}</strong> could be {frameworks.join(' or ')}: {why} Choose with <code>framework:</code>{' '}
          in a <code>trellis.yml</code> there.
        </p>
      ))}
      {Object.entries(whyLeftOut).map(([why, words]) => {
        const those = leftOut.filter(one => one.why === why)
        if (those.length === 0) return null
        return (
          <p key={why} className="quiet">
            Left out, since {words}: {those.map(one => one.path).join(', ')}. To take one, give its folder and look
            again.
          </p>
        )
      })}
    </section>
  )
}
