import { CircleX } from 'lucide-react'
import type { Failure } from '../../../../src/contract/deployment.ts'
import { Button } from '../../ui/button.tsx'
import { Hint } from '../../ui/hint.tsx'
import { Words } from '../../ui/words.tsx'
import { hintAboveLog } from './hint-above-log.ts'

/** Why it failed: the cause, where, what to do, and the way to the line that shows it. */
export function Failed({ failure, onJump }: { failure: Failure; onJump: (line: number) => void }) {
  const hint = hintAboveLog(failure.hint)
  return (
    <section className="failed" aria-label="Failure">
      <h2>
        <CircleX size={20} aria-hidden="true" /> Failed{failure.phase ? ` in ${failure.phase}` : ''}
      </h2>
      <p className="failed-message">
        <Words text={failure.message} />
      </p>
      {hint && (
        <p>
          <Hint code={failure.code} text={hint} />
        </p>
      )}
      {failure.trellisYml && <pre>{failure.trellisYml}</pre>}
      <div className="failed-foot">
        {failure.line !== undefined && (
          <Button onClick={() => onJump(failure.line as number)}>Go to line {failure.line}</Button>
        )}
        <code className="quiet">{failure.code}</code>
      </div>
    </section>
  )
}
