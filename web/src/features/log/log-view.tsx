import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { type Deployment, isFinal } from '../../../../src/contract/deployment.ts'
import { LogRow } from './log-row.tsx'
import { LogTools } from './log-tools.tsx'
import { useHighlights } from './use-highlights.ts'
import { useLog } from './use-log.ts'
import { useLogSearch } from './use-log-search.ts'
import { useLogWindow } from './use-log-window.ts'
import './log.css'

export interface LogViewProps {
  deployment: Deployment
  /** The line to show; a new count asks again for the same one. */
  jump: { line: number | null; count: number }
  query: string
  onQuery: (query: string) => void
}

const rowHeight = 20
/** So near its end, a log is being followed. */
const nearEnd = 40

/** Every line of a deployment, however many. Only what is seen is in the page. */
export function LogView({ deployment, jump, query, onQuery }: LogViewProps) {
  const buffer = useLog(deployment)
  const running = !isFinal(deployment.state)
  const box = useRef<HTMLDivElement>(null)
  const [follow, setFollow] = useState(jump.line === null)
  const [marked, setMarked] = useState<number | null>(jump.line)
  const { first, count, moveTo } = useLogWindow(buffer.last, follow)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: index => first + index,
    overscan: 20,
  })
  const items = rows.getVirtualItems()
  const top = first + (items[0]?.index ?? 0)
  const bottom = first + (items.at(-1)?.index ?? 0)
  const { last } = buffer
  useEffect(() => {
    if (last > 0) buffer.want(top, bottom)
  }, [buffer, top, bottom, last])

  const show = (seq: number) => {
    setFollow(false)
    setMarked(seq)
    moveTo(seq)
  }
  const search = useLogSearch(deployment, query, show)
  useHighlights(box, query, buffer.version() + top)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `count` asks again for the same line
  useEffect(() => {
    if (jump.line !== null) show(jump.line)
  }, [jump.line, jump.count])
  useEffect(() => {
    if (marked === null || follow) return
    const index = Math.max(0, marked - first)
    // A line that is seen already stays where it is.
    const range = rows.range
    if (range && index > range.startIndex && index < range.endIndex) return
    rows.scrollToIndex(index, { align: 'center' })
  }, [marked, first, follow, rows])
  useEffect(() => {
    if (follow && count > 0) rows.scrollToIndex(count - 1, { align: 'end' })
  }, [follow, count, rows])

  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current ?? { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd && first + count > buffer.last
    if (atEnd !== follow && (atEnd || rows.scrollDirection === 'backward')) setFollow(atEnd)
  }
  const place = { app: deployment.app, environment: deployment.environment, number: deployment.number }
  return (
    <section className="log" aria-label="Log">
      <LogTools
        place={place}
        search={search}
        query={query}
        onQuery={onQuery}
        running={running}
        follow={follow}
        onFollow={setFollow}
        lines={buffer.last}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className="log-box" ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-live="off" aria-label="Lines">
        {buffer.last === 0 && <p className="log-empty quiet">{running ? 'No line yet.' : 'It wrote no log.'}</p>}
        <div className="log-lines" style={{ height: rows.getTotalSize() }}>
          {items.map(item => {
            const seq = first + item.index
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={rows.measureElement}
                className="log-place"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow seq={seq} line={buffer.line(seq)} marked={seq === marked} onMark={show} />
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}
