import { Menu } from '@base-ui/react/menu'
import { type ReactNode, useRef } from 'react'
import type { MenuEntry } from './more-menu.tsx'
import './more-menu.css'

export interface OpenedMenuProps {
  look: { className: string; 'aria-label': string; children: ReactNode }
  entries: readonly MenuEntry[]
  heading?: ReactNode
  /** Whether it was asked for by a key: then the first entry is one key away, as it is every time after. */
  byKeys: boolean
}

/** Open from the start: it is there because somebody asked for it. */
export function OpenedMenu({ look, entries, heading, byKeys }: OpenedMenuProps) {
  const toFirst = useRef(byKeys)
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger {...look} />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" positionMethod="fixed" className="menu-place">
          <Menu.Popup
            className="menu"
            onFocus={({ target, currentTarget }) => {
              if (!toFirst.current || target !== currentTarget) return
              toFirst.current = false
              currentTarget.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
            }}
          >
            <Menu.Group>
              {heading && <Menu.GroupLabel className="menu-heading">{heading}</Menu.GroupLabel>}
              {entries.map((entry, index) => (
                <Menu.Item
                  // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu never change their order
                  key={index}
                  className={entry.danger ? 'menu-item menu-danger' : 'menu-item'}
                  disabled={entry.disabled || entry.refused !== undefined}
                  onClick={entry.onSelect}
                >
                  {entry.refused === undefined ? (
                    entry.label
                  ) : (
                    <span>
                      {entry.label} <span className="menu-why">{entry.refused}</span>
                    </span>
                  )}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
