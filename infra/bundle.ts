import { readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

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

/** What is not needed where they run, or there already. Matched as a whole: what lies below a name is as ever. */
const alias = Object.fromEntries([
  ['pako$', instead('pako.mjs')],
  ...elsewhere.map(name => [`${name}$`, instead('credentials.mjs')]),
])

/** Writes each Lambda as one file into a folder of its own below `out`: nothing is installed where it runs. */
export async function bundleLambdas(out: string): Promise<void> {
  const one = async (name: Lambda): Promise<void> => {
    const bundle = await rolldown({
      input: join(root, `src/entry/aws/${name}.ts`),
      cwd: root,
      platform: 'node',
      transform: { define: { TRELLIS_VERSION: JSON.stringify(version) } },
      // Modules rather than CommonJS, so that commands which nobody gives are left out.
      resolve: { mainFields: ['module', 'main'], alias },
      logLevel: 'warn',
    })
    await bundle.write({
      dir: join(out, name),
      format: 'esm',
      entryFileNames: 'index.mjs',
      codeSplitting: false,
      minify: true,
    })
    await bundle.close()
  }
  await Promise.all(lambdas.map(one))
  // What prepares accounts for the CDK, for the function that does.
  await copyFile(bootstrapTemplate, join(out, 'http/bootstrap-template.yaml'))
}
