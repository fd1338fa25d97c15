import { z } from 'zod'
import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'

const Layers = z.array(z.unknown()).optional().catch(undefined)
const Package = z
  .object({ artifact: z.string().optional().catch(undefined) })
  .optional()
  .catch(undefined)
const State = z.object({
  service: z.object({
    provider: z.object({ runtime: z.string().optional(), layers: Layers }),
    functions: z
      .record(
        z.string(),
        z.object({
          handler: z.string().optional().catch(undefined),
          runtime: z.string().optional().catch(undefined),
          module: z.unknown().optional(),
          layers: Layers,
          package: Package,
        }),
      )
      .catch({}),
  }),
  package: Package,
})

/** `src/orders/index` of `src/orders/index.handler`, as Lambda takes it apart. */
const stemOf = (handler: string): string => handler.replace(/^(\.\/)+/, '').replace(/^((?:.*\/)?[^./]+)\..*$/, '$1')
const filesFor: readonly (readonly [RegExp, (handler: string) => string[]])[] = [
  [/^nodejs/, handler => ['', '.js', '.mjs', '.cjs'].map(end => stemOf(handler) + end)],
  [/^python/, handler => ['.py', '.pyc', '.so', '/__init__.py'].map(end => stemOf(handler) + end)],
  // A program that a build makes, which Lambda starts by that name.
  [/^provided\b/, () => ['bootstrap']],
]

export interface Lacking {
  function: string
  handler: string
}

/**
 * The first function whose code is in none of the tool's own archives. The tool does not look: it would deploy it, and each call
 * would fail. Code may as well come from a layer, or in an archive of one's own, which are passed over.
 */
export function lackingHandler(state: string, archives: ReadonlyMap<string, readonly string[]>): Lacking | undefined {
  const { data } = State.safeParse(parse(state))
  const ofService = data?.package?.artifact ?? ''
  // One of the service's own lies elsewhere.
  if (!data || archives.size === 0 || (ofService !== '' && !archives.has(ofService))) return undefined
  const archived = new Set([...archives.values()].flat())
  for (const { name, handler, runtime, module } of packaged(data)) {
    const [, files] = filesFor.find(([pattern]) => pattern.test(runtime)) ?? []
    if (module === undefined && files && !files(handler).some(file => archived.has(file)))
      return { function: name, handler }
  }
  return undefined
}

/** Functions of Node whose code the tool itself packages, and that have nothing but that. */
export function plainFunctions(state: string): { name: string; handler: string }[] {
  const { data } = State.safeParse(parse(state))
  return data ? packaged(data).filter(({ runtime }) => runtime.startsWith('nodejs')) : []
}

/** All that have no layer, and no archive of their own. */
function packaged({ service: { provider, functions } }: z.infer<typeof State>) {
  return Object.entries(functions).flatMap(([name, one]) => {
    const { handler, module, layers = provider.layers ?? [], runtime = provider.runtime ?? '' } = one
    const artifact = one.package?.artifact
    const isOwn = artifact !== undefined && !/(?:^|\/)\.serverless\//.test(artifact)
    return handler === undefined || layers.length > 0 || isOwn ? [] : [{ name, handler, runtime, module }]
  })
}

/** @param script whether package.json has a script that builds */
export function withoutCode(lacking: Lacking, script: boolean): Failure {
  const how = script
    ? '`build: npm run build`, or the command that makes it,'
    : '`build:` with the command that makes it'
  return failure(
    'build_failed',
    'build',
    `The package has no file for the handler ${lacking.handler} of the function ${lacking.function}: what would be deployed could not be run.`,
    `Nothing was deployed. Write ${how} into trellis.yml, or commit it.`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
