import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** The Lambdas: each an entry of src/entry/aws. */
export const lambdas = ['http', 'live', 'worker'] as const
export type Lambda = (typeof lambdas)[number]

/** Writes each Lambda as one file into a folder of its own below `out`: nothing is installed where it runs. */
export async function bundleLambdas(out: string): Promise<void> {
  const one = async (name: Lambda): Promise<void> => {
    const bundle = await rolldown({
      input: join(root, `src/entry/aws/${name}.ts`),
      cwd: root,
      platform: 'node',
      transform: { define: { TRELLIS_VERSION: JSON.stringify(version) } },
      treeshake: { moduleSideEffects: 'no-external' },
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
}
