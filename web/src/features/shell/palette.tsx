import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react'
import { useReturnedFocus } from '../../lib/held-focus.ts'
import { useServerRefusals } from '../access/use-refusals.ts'
import { appsQuery } from '../app/queries.ts'
import { type Command, commandsFor, type Group, matches } from './commands.ts'
import '../../ui/modal.css'
import '../../ui/more-menu.css'
import './palette.css'

/** More are not read; a further letter narrows them down. */
const mostShown = 60

export interface PaletteProps {
  /** What was typed before this was there. */
  typed: RefObject<string>
  onClose: () => void
}

/** Any place and any action, from anywhere, by a few letters. */
export default function Palette({ typed, onClose }: PaletteProps) {
  useReturnedFocus()
  const [words, setWords] = useState('')
  // Not when it is drawn, since typing goes on until it is shown.
  useLayoutEffect(() => {
    setWords(typed.current)
    typed.current = ''
  }, [typed])
  const navigate = useNavigate()
  const { app } = useParams({ strict: false })
  const { data } = useQuery(appsQuery)
  const refused = useServerRefusals()
  const groups = useMemo(() => commandsFor(data?.apps ?? [], app, refused), [data, app, refused])
  const go = (command: Command) => {
    onClose()
    void navigate({ href: command.href })
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
            value={words}
            onValueChange={setWords}
            limit={mostShown}
            filter={matches}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(command: Command) => command.value}
          >
            <Autocomplete.Input
              className="palette-input"
              placeholder="Go to an app or a log, promote, roll back …"
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
                        disabled={command.refused !== undefined}
                        onClick={() => go(command)}
                      >
                        <span className="palette-label">{command.label}</span>
                        <span className="palette-what quiet">{command.what}</span>
                        {command.refused && <span className="palette-why">{command.refused}</span>}
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
