import { CircleAlert, CircleCheck } from 'lucide-react'
import type { DetectedApp, DetectedRepository } from '../../../../src/contract/detect.ts'
import { Empty } from '../../ui/page.tsx'

export interface FindingsProps {
  found: DetectedRepository
  chosen: string | null
  onChoose: (path: string) => void
}

/** What Trellis sees in the repository, and would do with it. */
export function Findings({ found, chosen, onChoose }: FindingsProps) {
  const { apps, ambiguous, leftOut } = found.detection
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
      {apps.length > 1 && <p>There are several apps. Choose one; the others can become apps of their own.</p>}
      <ul className="choices">
        {apps.map(app => (
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
      {leftOut.length > 0 && (
        <p className="quiet">
          Left out, since their folders are named like examples or tests: {leftOut.map(one => one.path).join(', ')}. To
          take one, give its folder and look again.
        </p>
      )}
    </section>
  )
}

/** Of a script of several lines the first. */
function short(script: string): string {
  const [first = '', ...more] = script.trim().split('\n')
  return more.length > 0 ? `${first} … (${more.length + 1} lines)` : first
}

const Found = ({ app }: { app: DetectedApp }) => (
  <span>
    <strong className="finding-head">
      {app.supported ? (
        <CircleCheck size={16} aria-hidden="true" className="finding-good" />
      ) : (
        <CircleAlert size={16} aria-hidden="true" className="finding-bad" />
      )}
      {where(app.path)}: {app.framework === 'custom' ? 'commands of its own' : app.framework}
      {app.supported ? '' : ', which Trellis cannot deploy yet'}
    </strong>
    <span className="quiet finding-facts">{app.reasons.join('; ')}</span>
    <span className="finding-facts">
      Packages: {app.packageManager === 'none' ? 'none to install' : app.packageManager} · Tests:{' '}
      {app.test ? <code>{short(app.test)}</code> : 'none found'}
    </span>
    {app.overrides.length > 0 && (
      <span className="quiet finding-facts">
        trellis.yml says:
        {app.overrides.map(one => (
          <code key={one} className="finding-override">
            {one}
          </code>
        ))}
      </span>
    )}
    {!app.supported && (
      <span className="finding-facts">
        {app.suggestion?.startsWith('framework:') ? 'If it may be' : 'Commands of your own can'}: write{' '}
        {app.suggestion ? (
          'this'
        ) : (
          <>
            <code>deploy:</code> and <code>remove:</code>
          </>
        )}{' '}
        into a <code>trellis.yml</code> there.
        {app.suggestion && <code className="finding-suggestion">{app.suggestion}</code>}
      </span>
    )}
    {app.problem && <span className="field-problem">{app.problem}</span>}
    {app.warning && <span className="notice notice-warn">{app.warning}</span>}
  </span>
)

const where = (path: string): string => (path === '.' ? 'The root' : path)
