import { Link } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { ServerStatus } from '../../../../src/contract/app.ts'
import { Status } from '../../ui/status.tsx'
import { Ago } from '../../ui/time.tsx'

type App = ServerStatus['apps'][number]
const rowHeight = 66

/** Of hundreds of apps only those that are seen stand in the page. */
export function AppRows({ apps }: { apps: readonly App[] }) {
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
    <ul className="apps" ref={list} style={{ height: rows.getTotalSize() }}>
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

const AppRow = memo(({ app }: { app: App }) => (
  <Link to="/apps/$app" params={{ app: app.app }} className="app-link">
    <span className="app-name">{app.app}</span>
    <span className="app-repository quiet">{app.sourceProblem ? 'The repository cannot be read' : app.repository}</span>
    <span className="app-environments">
      {app.environments.map(one => (
        <span key={one.name} className="app-environment">
          <Status of={one.status} small label={one.name} />
          {one.name}
        </span>
      ))}
    </span>
    <span className="app-activity quiet">{app.lastActivity ? <Ago at={app.lastActivity} /> : 'No deployment yet'}</span>
  </Link>
))
