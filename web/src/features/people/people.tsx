import { Link } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Tokens } from '../tokens/tokens.tsx'
import { Members } from './members.tsx'
import { type PeopleSection, peopleSections } from './sections.ts'
import { Sessions } from './sessions.tsx'
import { SignInSettings } from './sign-in-settings.tsx'
import '../settings/settings.css'
import './people.css'

const contents: Record<PeopleSection, React.ComponentType> = {
  members: Members,
  'sign-in': SignInSettings,
  tokens: Tokens,
  sessions: Sessions,
}

/** Who may do what on this server, a section at a time. */
export function People({ section }: { section: PeopleSection }) {
  useTitle(`${peopleSections[section]} · People`)
  const Content = contents[section]
  return (
    <Page title="People">
      <div className="settings">
        <nav aria-label="People" className="settings-nav">
          {Object.entries(peopleSections).map(([name, title]) => (
            <Link
              key={name}
              to="/people"
              search={{ section: name as PeopleSection }}
              aria-current={name === section ? 'page' : undefined}
            >
              {title}
            </Link>
          ))}
        </nav>
        <div className="settings-content">
          <Content />
        </div>
      </div>
    </Page>
  )
}
