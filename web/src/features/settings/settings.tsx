import { Link } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'
import { useTitle } from '../shell/use-title.ts'
import { AppSettings } from './app-settings.tsx'
import { Danger } from './danger.tsx'
import { Environments } from './environments.tsx'
import { type Section, sections } from './sections.ts'
import { Variables } from './variables.tsx'
import './settings.css'

interface SettingsProps {
  app: string
  section: Section
  /** Whose settings stand open; those of others may be opened beside them. */
  environment: string | undefined
  onEnvironment: (open: string | undefined) => void
}

const contents: Record<Section, React.ComponentType<Omit<SettingsProps, 'section'>>> = {
  environments: Environments,
  variables: Variables,
  app: AppSettings,
  danger: Danger,
}

/** What can be set for an app, a section at a time. */
export function Settings({ app, section, ...open }: SettingsProps) {
  useTitle(`${sections[section]} · ${app}`)
  const Content = contents[section]
  return (
    <Page title="Settings">
      <div className="settings">
        <nav aria-label="Settings" className="settings-nav">
          {Object.entries(sections).map(([name, title]) => (
            <Link
              key={name}
              to="/apps/$app/settings"
              params={{ app }}
              search={{ section: name as Section }}
              aria-current={name === section ? 'page' : undefined}
            >
              {title}
            </Link>
          ))}
        </nav>
        <div className="settings-content">
          <Content app={app} {...open} />
        </div>
      </div>
    </Page>
  )
}
