import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { environmentForTests } from '../../support/emulator.ts'

const run = promisify(execFile)
const fixtures = fileURLToPath(new URL('./fixtures/workspace', import.meta.url))
const cache = fileURLToPath(new URL('../../../.cache/tests', import.meta.url))

/**
 * A folder with the apps of these tests and the packages they need, installed once for each state of the lockfile:
 * `sample-app` as `cdk init` makes it, untouched, and `shop`, with an assembly of each of its states. It appears under its name only when it is whole.
 */
export async function workspace(): Promise<string> {
  const parts = ['package.json', 'package-lock.json', 'shop/shop.js', 'shop/cdk.json']
  const content = await Promise.all(parts.map(file => readFile(join(fixtures, file))))
  const digest = createHash('sha256').update(Buffer.concat(content)).digest('hex').slice(0, 12)
  const target = join(cache, `cdk-workspace-${process.version}-${digest}`)
  if (await isFolder(target)) return target
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(join(cache, '.cdk-workspace-'))
  try {
    await cp(fixtures, draft, { recursive: true, filter: path => !path.endsWith('node_modules') })
    const env = environmentForTests()
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: draft, env })
    const sample = join(draft, 'sample-app')
    await mkdir(sample)
    const init = ['init', 'sample-app', '--language', 'typescript', '--generate-only', '--no-notices']
    await run(join(draft, 'node_modules', '.bin', 'cdk'), init, { cwd: sample, env })
    // Its tsconfig looks for types in its own folder.
    await symlink('../node_modules', join(sample, 'node_modules'))
    await run('node', ['shop.js'], { cwd: join(draft, 'shop'), env: { ...env, SHOP_ALL: join(draft, 'assemblies') } })
    await rename(draft, target).catch(async (error: unknown) => {
      if (!(await isFolder(target))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return target
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
