import { Ellipsis } from 'lucide-react'
import { type ComponentType, type ReactNode, useState } from 'react'
import type { OpenedMenuProps } from './opened-menu.tsx'

export interface MenuEntry {
  label: ReactNode
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
  /** Why whoever looks may not choose it. */
  refused?: string | undefined
}

export interface MoreMenuProps {
  label: string
  entries: readonly MenuEntry[]
  /** What is said above the entries. */
  heading?: ReactNode
  /** Default: three dots. */
  trigger?: ReactNode
}

const load = () => import('./opened-menu.tsx')

/** What else can be done. The menu itself is fetched when somebody reaches for it. */
export function MoreMenu({ label, entries, heading, trigger }: MoreMenuProps) {
  const [Opened, setOpened] = useState<ComponentType<OpenedMenuProps> | null>(null)
  const [byKeys, setByKeys] = useState(false)
  const look = {
    className: `button button-plain ${trigger ? '' : 'icon-only'}`,
    'aria-label': label,
    children: trigger ?? <Ellipsis size={18} aria-hidden="true" />,
  }
  if (Opened) return <Opened {...{ look, entries, heading, byKeys }} />
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={({ detail }) => {
        setByKeys(detail === 0)
        void load().then(({ OpenedMenu }) => setOpened(() => OpenedMenu))
      }}
      {...look}
    />
  )
}
