import { CircleAlert, CircleCheck } from 'lucide-react'
import type { DetectedApp } from '../../../../src/contract/detect.ts'
import { visible } from '../../lib/visible.ts'
import { Hint } from '../../ui/hint.tsx'
import { Words } from '../../ui/words.tsx'

/** A version, and who asks for it. */
const asked = (wish: DetectedApp['node']): string => (wish ? ` ${wish.version} (${wish.source})` : '')

/** Of a script of several lines the first. */
function short(script: string): string {
  const [first = '', ...more] = script.trim().split('\n')
  const shown = visible(first)
  return more.length > 0 ? `${shown} … (${more.length + 1} lines)` : shown
}

/** One app: what it is, and what keeps it from being deployed. */
export const Found = ({ app }: { app: DetectedApp }) => (
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
      Packages: {app.packageManager === 'none' ? 'none to install' : app.packageManager}
      {asked(app.packageManagerVersion)}
      {app.node && <> · Node:{asked(app.node)}</>} · Tests: {app.test ? <code>{short(app.test)}</code> : 'none found'}
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
    <ToWrite app={app} />
    {app.problem && <span className="field-problem">{app.problem}</span>}
    {app.needs.map(need => (
      <span key={need} className="notice notice-warn">
        <Words text={need} />
      </span>
    ))}
    {app.warning && (
      <span className="notice notice-warn">
        <Hint code="" text={app.warning} />
      </span>
    )}
  </span>
)

/** What a trellis.yml has to say, where the app cannot be deployed without. */
function ToWrite({ app: { supported, choice, suggestion, mend } }: { app: DetectedApp }) {
  if (supported) return null
  const text = choice ?? suggestion
  if (text === null) return mend && <span className="finding-facts">{mend}</span>
  return (
    <span className="finding-facts">
      {choice ? 'If it may be' : 'Commands of your own can'}: write this into a <code>trellis.yml</code> there.
      <code className="finding-suggestion">{text}</code>
    </span>
  )
}

export const where = (path: string): string => (path === '.' ? 'The root' : path)
