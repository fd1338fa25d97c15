import { AnsiHtml } from 'fancy-ansi/react'
import { memo } from 'react'
import type { LogLine } from '../../../../src/contract/log.ts'

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

/**
 * Control characters shown as the pictures of themselves, but for the tab and the escape of colours. What turns the
 * direction of writing is shown, too: a line could say one thing and mean another.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x08\x0a-\x1a\x1c-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

function harmless(text: string): string {
  return text.replaceAll(controls, found => {
    const code = found.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase()}⟩`
  })
}
