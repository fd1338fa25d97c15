import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { create } from 'tar'

const root = fileURLToPath(new URL('..', import.meta.url))
const toolkit = join(root, 'node_modules/@aws-cdk/toolkit-lib')
/** Files that the CDK's library reads while it works, beside or above the file that its code is in. */
const data = {
  'db.json.gz': join(root, 'node_modules/@aws-cdk/aws-service-spec/db.json.gz'),
  'build-info.json': join(toolkit, 'build-info.json'),
  'lib/api/bootstrap/bootstrap-template.yaml': join(toolkit, 'lib/api/bootstrap/bootstrap-template.yaml'),
}

/**
 * Packs the runner with all that it needs, so that a build machine installs nothing: `lib/runner.js`, the CDK's worker as `main.js`
 * beside it, and around them the folders of the CDK's library as it expects them.
 */
export async function bundleRunner(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-runner-'))
  try {
    const bundle = await rolldown({
      input: { runner: join(root, 'src/runner/main.ts'), main: join(root, 'src/runner/cdk/main.ts') },
      cwd: root,
      platform: 'node',
      logLevel: 'warn',
    })
    await bundle.write({
      dir: join(folder, 'lib'),
      format: 'esm',
      entryFileNames: '[name].js',
      minify: true,
      // The CDK's library is CommonJS, and asks where it lies.
      banner: 'const __dirname = import.meta.dirname, __filename = import.meta.filename;',
    })
    await bundle.close()
    for (const [name, from] of Object.entries(data)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await copyFile(from, join(folder, name))
    }
    const { version } = JSON.parse(await readFile(join(toolkit, 'package.json'), 'utf8')) as { version: string }
    await writeFile(
      join(folder, 'package.json'),
      `${JSON.stringify({ name: 'trellis-runner', version, type: 'module' })}\n`,
    )
    // The same bytes for the same sources: else each installation would be another one.
    await create({ file, cwd: folder, gzip: true, portable: true, noMtime: true }, (await readdir(folder)).sort())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
