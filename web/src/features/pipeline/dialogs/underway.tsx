import type { EnvironmentStatus } from '../../../../../src/contract/app.ts'
import { underwayWords } from './underway-words.ts'

/** What is asked for now comes after what runs or waits there already. */
export function Underway({ target }: { target: EnvironmentStatus | undefined }) {
  const words = target && underwayWords(target)
  return <div role="status">{words && <p className="notice">{words}</p>}</div>
}
