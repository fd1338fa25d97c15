import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'
import { Problem } from '../../ui/page.tsx'
import { LogRow } from './log-row.tsx'
import { LogTools } from './log-tools.tsx'
import { useHighlights } from './use-highlights.ts'
import { useLineInSight } from './use-line-in-sight.ts'
import { useLog } from './use-log.ts'
import { useLogSearch } from './use-log-search.ts'
import { useLogWindow } from './use-log-window.ts'
import { useScrollKeys } from './use-scroll-keys.ts'
import './log.css'

export interface Jump {
  line: number | null
  /** A new one asks again for the same line. */
  count: number
  /** When nobody did, the window stays where it is; who pressed a button goes on from the line. */
  askedBy: 'nobody' | 'address' | 'button'
}

export interface LogViewProps {
  deployment: Deployment
  /** The line to show. */
  jump: Jump
  query: string
  onQuery: (query: string) => void
  /** A search led to this line. */
  onFound: (line: number) => void
}

const rowHeight = 20
/** So near its end, a log is being followed. */
const nearEnd = 40

/** Every line of a deployment, however many. Only what is seen is in the page. */
export function LogView({ deployment, jump, query, onQuery, onFound }: LogViewProps) {
  const buffer = useLog(deployment)
  const running = !isFinal(deployment.state)
  const box = useRef<HTMLDivElement>(null)
  const [follow, setFollow] = useState(jump.line === null)
  const [marked, setMarked] = useState<number | null>(jump.line)
  const opened = useRef(false)
  const { first, count, moveTo } = useLogWindow(buffer.last, follow)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => first + index, [first]),
    overscan: 20,
  })
  const items = rows.getVirtualItems()
  const top = first + (items[0]?.index ?? 0)
  const bottom = first + (items.at(-1)?.index ?? 0)
  const { last } = buffer
  useEffect(() => {
    if (last > 0) buffer.want(top, bottom)
  }, [buffer, top, bottom, last])

  const { aimAt, aiming, readerScrolls, letGo } = useLineInSight({ box, rows, buffer, first, count })
  const show = (seq: number, reveal = true) => {
    setFollow(false)
    setMarked(seq)
    moveTo(seq)
    aimAt(seq, reveal)
  }
  // Of a log that still grows, it may come.
  const isBeyond = (seq: number) => !running && seq > Math.max(last, deployment.lastSeq)
  const search = useLogSearch(deployment, query, jump.askedBy === 'nobody' ? jump.line : null, seq => {
    show(seq)
    onFound(seq)
  })
  useHighlights(box, query, buffer.version() + top)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `count` asks again for the same line
  useEffect(() => {
    const isFirst = !opened.current
    opened.current = true
    if (jump.line === null) return
    if (isBeyond(jump.line)) {
      setMarked(jump.line)
      return setFollow(true)
    }
    // It failed while somebody read another part of it: they stay there.
    if (jump.askedBy === 'nobody' && !isFirst && !follow) return setMarked(jump.line)
    show(jump.line, jump.askedBy !== 'nobody')
    // So that the keys scroll what was asked for.
    if (jump.askedBy === 'button') box.current?.focus({ preventScroll: true })
  }, [jump.line, jump.count])
  const height = rows.getTotalSize()
  // What is said above it when a deployment ends takes a part of the window.
  const boxHeight = rows.scrollRect?.height
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that come late are higher than they were thought to be
  useEffect(() => {
    if (follow && count > 0) rows.scrollToIndex(count - 1, { align: 'end' })
  }, [follow, count, height, boxHeight, rows])

  const onScroll = () => {
    if (aiming()) return
    const { scrollTop, clientHeight, scrollHeight } = box.current ?? { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd && first + count > buffer.last
    // The last lines scroll it, too, after somebody has paused.
    if (atEnd && !follow && readerScrolls()) {
      letGo()
      setFollow(true)
    }
    if (!atEnd && follow && readerScrolls() && rows.scrollDirection === 'backward') setFollow(false)
  }
  const toFollow = (wanted: boolean) => {
    letGo()
    setFollow(wanted)
  }
  const keys = useScrollKeys({
    onUp: () => box.current && box.current.scrollHeight > box.current.clientHeight && toFollow(false),
    onEnd: () => toFollow(true),
  })
  const beyond = marked !== null && isBeyond(marked) ? marked : null
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
        onFollow={toFollow}
        lines={buffer.last}
      />
      {beyond && (
        <p className="notice" role="status">
          There is no line {beyond.toLocaleString('en')}: the log ends with line {buffer.last.toLocaleString('en')}.
        </p>
      )}
      {buffer.error ? <Problem error={buffer.error} retry={() => buffer.want(top, bottom)} /> : null}
      <div
        className="log-box"
        ref={box}
        {...keys}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Lines"
      >
        {buffer.last === 0 && <p className="log-empty quiet">{running ? 'No line yet.' : 'It wrote no log.'}</p>}
        <div className="log-lines" style={{ height }}>
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
