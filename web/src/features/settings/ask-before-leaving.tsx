import { useBlocker } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/modal.tsx'

/** Whoever goes elsewhere while something is written and not saved is asked: another page, another section, another site. */
export function AskBeforeLeaving({ unsaved }: { unsaved: readonly string[] }) {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved.length > 0 && isElsewhere(current, next),
    enableBeforeUnload: unsaved.length > 0,
    withResolver: true,
  })
  if (leaving.status !== 'blocked') return null
  return (
    <Modal
      title="Leave without saving?"
      onClose={leaving.reset}
      footer={
        <>
          <Button onClick={leaving.reset}>Stay here</Button>
          <Button tone="danger" onClick={leaving.proceed}>
            Leave without saving
          </Button>
        </>
      }
    >
      <p>What you changed of {list.format(unsaved)} is not saved yet, and would be lost.</p>
    </Modal>
  )
}

interface Place {
  pathname: string
  search: object
}

/** A dialog that opens, or the settings of another environment, take nothing away. Whoever is signed out cannot save. */
function isElsewhere(current: Place, next: Place): boolean {
  if (next.pathname === '/sign-in') return false
  return next.pathname !== current.pathname || sectionOf(next) !== sectionOf(current)
}

const sectionOf = ({ search }: Place): unknown => ('section' in search && search.section) || 'environments'

const list = new Intl.ListFormat('en')
