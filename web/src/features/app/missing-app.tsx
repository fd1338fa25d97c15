import { Link } from '@tanstack/react-router'
import { Missing } from '../../ui/missing.tsx'
import { useTitle } from '../shell/use-title.ts'

/** The app that an address names is not there. */
export function MissingApp({ app }: { app: string }) {
  useTitle(`No app ${app}`)
  return (
    <Missing title={`There is no app ${app}`} why="It was deleted, or the address is not quite right.">
      <Link to="/">See all apps</Link>
      <Link to="/new">Connect a repository</Link>
    </Missing>
  )
}
