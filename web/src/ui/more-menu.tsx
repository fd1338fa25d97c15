import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import './more-menu.css'

export interface MenuEntry {
  label: ReactNode
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
}

/** What else can be done, behind three dots or whatever `trigger` shows. */
export const MoreMenu = ({
  label,
  entries,
  trigger,
}: {
  label: string
  entries: readonly MenuEntry[]
  trigger?: ReactNode
}) => (
  <Menu.Root>
    <Menu.Trigger className={`button button-plain ${trigger ? '' : 'icon-only'}`} aria-label={label}>
      {trigger ?? <Ellipsis size={18} aria-hidden="true" />}
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align="end" className="menu-place">
        <Menu.Popup className="menu">
          {entries.map((entry, index) => (
            <Menu.Item
              // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu never change their order
              key={index}
              className={entry.danger ? 'menu-item menu-danger' : 'menu-item'}
              disabled={entry.disabled ?? false}
              onClick={entry.onSelect}
            >
              {entry.label}
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
)
