import { readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChunkingContext, rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

const bootstrapTemplate = join(root, 'node_modules/@aws-cdk/toolkit-lib/lib/api/bootstrap/bootstrap-template.yaml')

/** The Lambdas: each an entry of src/entry/aws. */
export const lambdas = ['http', 'live', 'worker'] as const
export type Lambda = (typeof lambdas)[number]

const instead = (name: string): string => join(root, 'infra/instead', name)

/** Of AWS's ways to credentials, those that a function never goes: with what they would ask by, a twentieth of all. */
const elsewhere = [
  ...['cognito-identity', 'http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    name => `@aws-sdk/credential-provider-${name}`,
  ),
  '@smithy/credential-provider-imds',
]

/** Of Octokit what Trellis does by itself, or has turned off: it names the doors of GitHub as they are. */
const ofOctokit = [
  'oauth-app',
  'plugin-paginate-graphql',
  'plugin-rest-endpoint-methods',
  'plugin-retry',
  'plugin-throttling',
  'webhooks',
]

/** What is not needed where they run, or there already. Matched as a whole: what lies below a name is as ever. */
const alias = Object.fromEntries([
  ['pako$', instead('pako.mjs')],
  // As modules, whose unused half can be left out.
  ['yaml$', join(root, 'node_modules/yaml/browser/dist/index.js')],
  ['rate-limiter-flexible$', instead('rate-limiter.mjs')],
  ['thread-stream$', instead('thread-stream.mjs')],
  ...elsewhere.map(name => [`${name}$`, instead('credentials.mjs')]),
  ...ofOctokit.map(name => [`@octokit/${name}$`, instead('octokit.mjs')]),
])

/** Writes each Lambda as one file into a folder of its own below `out`: nothing is installed where it runs. */
export async function bundleLambdas(out: string): Promise<void> {
  await Promise.all(lambdas.map(name => bundleForLambda(`src/entry/aws/${name}.ts`, join(out, name))))
  // What prepares accounts for the CDK, for the function that does.
  await copyFile(bootstrapTemplate, join(out, 'http/bootstrap-template.yaml'))
}

/** Writes a part of Trellis into a folder as `index.mjs`, as it is in a function. */
export async function bundleForLambda(input: string, dir: string): Promise<void> {
  const bundle = await rolldown({
    input: join(root, input),
    cwd: root,
    platform: 'node',
    transform: { define: { TRELLIS_VERSION: JSON.stringify(version) } },
    // It says nothing of itself; what it does when it is loaded is to define.
    treeshake: { moduleSideEffects: [{ test: /node_modules.dynamodb-toolbox/, sideEffects: false }] },
    // Modules rather than CommonJS, so that commands which nobody gives are left out.
    resolve: { mainFields: ['module', 'main'], alias },
    logLevel: 'warn',
  })
  await bundle.write({
    dir,
    format: 'esm',
    entryFileNames: 'index.mjs',
    chunkFileNames: '[name]-[hash].mjs',
    codeSplitting: { groups: [{ debugName: 'start', name: neededAtOnce(join(root, input)) }] },
    minify: true,
  })
  await bundle.close()
}

/** What an entry imports in so many words is one file, since each file takes its time; what it fetches when it is wanted lies beside it. */
function neededAtOnce(entry: string): (id: string, context: ChunkingContext) => string | null {
  let needed: Set<string> | undefined
  return (id, context) => {
    needed ??= closure(entry, one => context.getModuleInfo(one)?.importedIds ?? [])
    return needed.has(id) ? 'start' : null
  }
}

function closure(first: string, next: (one: string) => readonly string[]): Set<string> {
  const found = new Set([first])
  for (const one of found) for (const other of next(one)) found.add(other)
  return found
}
