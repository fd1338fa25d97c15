import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { appsQuery } from '../app/queries.ts'
import './palette.css'

interface Command {
  value: string
  label: string
  what: string
  href: string
}

interface Group {
  value: string
  items: Command[]
}

const places: Command[] = [
  { value: 'go apps', label: 'All apps', what: 'Go', href: '/' },
  { value: 'go new', label: 'Connect a repository', what: 'Go', href: '/new' },
  { value: 'go history', label: 'History of everything', what: 'Go', href: '/history' },
  { value: 'go accounts', label: 'Accounts', what: 'Go', href: '/accounts' },
]

/** Any place, from anywhere, by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const { data } = useQuery(appsQuery)
  const apps = data?.apps ?? []
  const groups: Group[] = [
    { value: 'Pages', items: places },
    {
      value: 'Apps',
      items: apps.flatMap(({ app, environments }) => [
        { value: app, label: app, what: 'Pipeline', href: `/apps/${app}` },
        { value: `${app} history`, label: app, what: 'History', href: `/apps/${app}/history` },
        { value: `${app} settings`, label: app, what: 'Settings', href: `/apps/${app}/settings` },
        ...environments
          .filter(one => one.latest)
          .map(({ name, latest }) => ({
            value: `${app} ${name} log`,
            label: `${app} / ${name}`,
            what: `Log of #${latest?.number}`,
            href: `/apps/${app}/${name}/${latest?.number}`,
          })),
      ]),
    },
  ]
  const go = (command: Command) => {
    onClose()
    void navigate({ to: command.href })
  }
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-backdrop" />
        <Dialog.Popup className="palette" aria-label="Search">
          <Autocomplete.Root
            open
            inline
            items={groups}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(command: Command) => `${command.label} ${command.what} ${command.value}`}
          >
            <Autocomplete.Input
              className="palette-input"
              placeholder="Go to an app, a log, a page …"
              aria-label="Search"
            />
            <Autocomplete.Empty>
              <p className="palette-empty quiet">Nothing is called that.</p>
            </Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="palette-group">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.value}
                        value={command}
                        className="menu-item palette-item"
                        onClick={() => go(command)}
                      >
                        <span>{command.label}</span>
                        <span className="quiet">{command.what}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
