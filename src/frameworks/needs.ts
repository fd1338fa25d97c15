import type { Failure } from '../contract/deployment.ts'
import { failure } from '../core/failures.ts'

/** What an app cannot do without, known before anything of it starts. */
export type Need =
  /** One of these variables; `plain`: no secret, and another one for each environment. */
  | { kind: 'variable'; names: readonly string[]; because: string; plain?: true }
  /** Docker, or what answers like it. */
  | { kind: 'containers'; at: 'build' | 'deploy'; because: string }

/** To whoever looks before, and so does not know yet where it will be built. */
export function toldBefore(need: Need): string {
  switch (need.kind) {
    case 'variable':
      return `${need.because}: set ${need.names.join(' or ')} as a variable${need.plain ? ' of each environment' : ''}.`
    case 'containers':
      return need.at === 'build'
        ? `${need.because}, which needs a container engine that builds can reach: those in the sandbox or in a container reach none.`
        : `${need.because}, which needs a container engine where it is deployed from.`
  }
}

export interface Present {
  /** Keys of variables that the steps which deploy can see. */
  variables: ReadonlySet<string>
  /** Why there is no container engine: for the build, which may be in a sandbox, and for the deployment. Null: there is one. */
  noContainers: { build: string | null; deploy: string | null }
}

export function missing(needs: readonly Need[], present: Present): Failure | undefined {
  for (const need of needs) {
    if (need.kind === 'variable' && !need.names.some(name => present.variables.has(name))) {
      const [name] = need.names
      const set = `\`trellis variables set APP ENV ${need.plain ? `${name}=VALUE --plain` : `${name} --stdin`}\``
      return failure(
        'variable_missing',
        null,
        `${need.because}, and ${need.names.join(' or ')} is not set.`,
        `Set it: ${set}.`,
      )
    }
    if (need.kind === 'containers' && present.noContainers[need.at] !== null)
      return failure(
        'container_engine_needed',
        null,
        `${need.because}, which needs a container engine: ${present.noContainers[need.at]}.`,
      )
  }
  return undefined
}
