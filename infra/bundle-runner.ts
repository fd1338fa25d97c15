import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { create } from 'tar'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Packs the runner with all that it needs, so that a build machine installs nothing: `runner.js`, and the CDK's worker as `main.js` beside it. */
export async function bundleRunner(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-runner-'))
  try {
    const bundle = await rolldown({
      input: { runner: join(root, 'src/runner/main.ts'), main: join(root, 'src/runner/cdk/main.ts') },
      cwd: root,
      platform: 'node',
      logLevel: 'warn',
    })
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', minify: true })
    await bundle.close()
    await writeFile(join(folder, 'package.json'), '{"type":"module"}\n')
    // The same bytes for the same sources: else each installation would be another one.
    await create({ file, cwd: folder, gzip: true, portable: true, noMtime: true }, (await readdir(folder)).sort())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
