import { useNavigate } from '@tanstack/react-router'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { useSession, useSignOut } from '../session/use-session.ts'
import { useNextTheme } from './theme-button.tsx'

/** Who is signed in, until when, and the way out. On a phone it stands for the button of the theme, too. */
export function PersonMenu() {
  const navigate = useNavigate()
  const session = useSession().data
  const signOut = useSignOut()
  const theme = useNextTheme()
  const name = session?.actor.name ?? ''
  const initials = name.slice(0, 2).toUpperCase() || '·'
  return (
    <MoreMenu
      label={`${initials}: signed in as ${name}`}
      trigger={<span className="avatar">{initials}</span>}
      heading={
        <>
          <span>
            Signed in as <strong>{name}</strong>
          </span>
          {session?.expiresAt && <Until at={session.expiresAt} />}
        </>
      }
      entries={[
        { label: `Theme: ${theme.word} (change to ${theme.nextWord})`, onSelect: theme.change },
        { label: 'GitHub', onSelect: () => void navigate({ to: '/github' }) },
        { label: 'People and tokens', onSelect: () => void navigate({ to: '/people' }) },
        { label: 'Sign out', onSelect: () => signOut.mutate('this') },
        { label: 'Sign out every browser', onSelect: () => signOut.mutate('all') },
      ]}
    />
  )
}

/** Drawn with the opened menu only: the first date that a page writes out costs a slow machine as much as drawing a card. */
const Until = ({ at }: { at: string }) => (
  <span className="menu-note">
    until {new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric' })}
  </span>
)
