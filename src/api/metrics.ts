import type { Asker } from '../core/access/asker.ts'
import { serverStatus } from '../core/app/server-status.ts'
import type { Ports } from '../core/ports/ports.ts'

/** One family of Prometheus's text format. */
interface Family {
  name: string
  help: string
  kind: 'gauge' | 'counter'
  samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
}

/** What the actor may see, as Prometheus reads it. */
export async function* metrics(
  ports: Ports,
  actor: Asker,
  facts: { version: string; isolation: string },
): AsyncGenerator<Uint8Array> {
  const [status, open] = await Promise.all([serverStatus(ports, actor), ports.deployments.open()])
  const seen = new Set(status.apps.map(({ app }) => app))
  const environments = status.apps.flatMap(({ app, environments: all }) => all.map(one => ({ app, ...one })))
  const mine = open.filter(({ app }) => seen.has(app))
  const inState = (state: string) => mine.filter(one => one.state === state).length
  const seconds = (at: string) => Date.parse(at) / 1_000
  const of = ({ app, name }: { app: string; name: string }) => ({ app, environment: name })
  const { builds } = ports.limits
  const families: Family[] = [
    one('trellis_info', 'The server, in its labels', { version: facts.version, isolation: facts.isolation }, 1),
    one('trellis_apps', 'Apps', {}, status.apps.length),
    one('trellis_builds_running', 'Deployments that run now', {}, inState('running')),
    one('trellis_deployments_queued', 'Deployments that wait', {}, inState('queued')),
    ...(builds === null ? [] : [one('trellis_builds_limit', 'Deployments that may run at once', {}, builds)]),
    {
      name: 'trellis_environment_status',
      help: 'An environment and its status, in the label',
      kind: 'gauge',
      samples: environments.map(each => [{ ...of(each), status: each.status }, 1]),
    },
    {
      name: 'trellis_environment_deployments_total',
      help: 'Deployments that were ever asked for in an environment',
      kind: 'counter',
      samples: environments.map(each => [of(each), each.latest?.number ?? 0]),
    },
    {
      name: 'trellis_environment_last_deployment_timestamp_seconds',
      help: 'When the latest deployment was asked for; its state in the label',
      kind: 'gauge',
      samples: environments.flatMap(each =>
        each.latest ? [[{ ...of(each), state: each.latest.state }, seconds(each.latest.requestedAt)] as const] : [],
      ),
    },
    {
      name: 'trellis_app_source_reachable',
      help: 'Whether the repository could be looked at the last time',
      kind: 'gauge',
      samples: status.apps.map(({ app, sourceProblem }) => [{ app }, sourceProblem ? 0 : 1]),
    },
    one('process_resident_memory_bytes', 'Memory of the server', {}, process.memoryUsage.rss()),
    one(
      'process_start_time_seconds',
      'When the server was started',
      {},
      Math.round(Date.now() / 1_000 - process.uptime()),
    ),
  ]
  yield new TextEncoder().encode(families.map(write).join(''))
}

const one = (name: string, help: string, labels: Readonly<Record<string, string>>, value: number): Family => ({
  name,
  help,
  kind: 'gauge',
  samples: [[labels, value]],
})

function write({ name, help, kind, samples }: Family): string {
  const lines = samples.map(([labels, value]) => `${name}${written(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`
}

function written(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
