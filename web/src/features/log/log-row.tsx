import { AnsiHtml } from 'fancy-ansi/react'
import { memo } from 'react'
import type { LogLine } from '../../../../src/contract/log.ts'
import { harmless } from './harmless.ts'

export interface LogRowProps {
  seq: number
  line: LogLine | undefined
  marked: boolean
  onMark: (seq: number) => void
}

/** One line, with its number as a link to it. */
export const LogRow = memo(function LogRow({ seq, line, marked, onMark }: LogRowProps) {
  return (
    <div className={`log-row log-${line?.stream ?? 'out'} ${marked ? 'log-marked' : ''}`} data-seq={seq}>
      <a href={`#L${seq}`} className="log-number" aria-label={`Line ${seq}`} onClick={() => onMark(seq)} tabIndex={-1}>
        {seq}
      </a>
      <span className="log-phase" title={line?.at}>
        {line?.phase ?? ''}
      </span>
      {line ? <AnsiHtml className="log-text" text={harmless(line.text)} /> : <span className="log-text"> </span>}
    </div>
  )
})
