import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { type AppGlance, AppRow } from './app-row.tsx'

const rowHeight = 66

/** Of hundreds of apps only those that are seen stand in the page. */
export default function ManyRows({ apps }: { apps: readonly AppGlance[] }) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({
    count: apps.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: top,
    getItemKey: index => apps[index]?.app ?? index,
  })
  return (
    <ul className="apps apps-many" ref={list} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(item => {
        const app = apps[item.index]
        return (
          app && (
            <li
              key={item.key}
              data-index={item.index}
              ref={rows.measureElement}
              className="app-row"
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              <AppRow app={app} />
            </li>
          )
        )
      })}
    </ul>
  )
}
