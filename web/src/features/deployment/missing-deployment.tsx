import { Link } from '@tanstack/react-router'
import { Missing } from '../../ui/missing.tsx'
import type { DeploymentPlace } from './queries.ts'

/** The environment that an address names is not there. */
export const MissingEnvironment = ({ at: { app, environment } }: { at: DeploymentPlace }) => (
  <Missing title={`${app} has no environment ${environment}`} why="It was removed, or the address is not quite right.">
    <Link to="/apps/$app" params={{ app }}>
      See its pipeline
    </Link>
    <Link to="/apps/$app/settings" params={{ app }}>
      See its settings
    </Link>
  </Missing>
)

/** The environment is there, but not this deployment of it. */
export const MissingDeployment = ({ at: { app, environment, number } }: { at: DeploymentPlace }) => (
  <Missing
    title={number === 'latest' ? `${environment} was never deployed` : `${environment} has no deployment #${number}`}
    why={number === 'latest' ? 'So there is no log to show.' : 'It was never made, or the address is not quite right.'}
  >
    <Link to="/apps/$app/history" params={{ app }} search={{ environment }}>
      See the history of {environment}
    </Link>
    <Link to="/apps/$app" params={{ app }}>
      See the pipeline of {app}
    </Link>
  </Missing>
)
