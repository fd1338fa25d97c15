import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { packageRoot } from '../dashboard-folder.ts'
import { digestOf } from '../digest-files.ts'

/** Assemblies, each in a folder named by what it was made from. A package brings one along. */
const folder = 'dist/installation'
const sources = ['src/**/*.ts', 'infra/**/*.{ts,mjs}', 'package.json', 'package-lock.json']

interface Manifest {
  artifacts: Record<string, { type: string; displayName?: string; properties?: { stackName?: string } }>
}

/** Writes what is to be deployed for an installation of that name into a folder. */
export async function writeAssembly(out: string, name: string): Promise<void> {
  await cp(await buildAssembly(packageRoot), out, { recursive: true })
  const path = join(out, 'manifest.json')
  const manifest: Manifest = JSON.parse(await readFile(path, 'utf8'))
  for (const artifact of Object.values(manifest.artifacts)) {
    if (artifact.type !== 'aws:cloudformation:stack') continue
    artifact.displayName = name
    artifact.properties = { ...artifact.properties, stackName: name }
  }
  await writeFile(path, JSON.stringify(manifest))
}

/** Of a checkout built when its sources are not those of the last time. @returns where it is */
export async function buildAssembly(root: string): Promise<string> {
  const place = join(root, folder)
  if (!existsSync(join(root, 'infra/synthesise.ts'))) {
    const [packed] = await readdir(place)
    return join(place, packed ?? '')
  }
  const wanted = join(place, (await digestOf(root, sources)).slice(0, 16))
  if (existsSync(wanted)) return wanted
  await mkdir(place, { recursive: true })
  // Beside it, so that nobody gets half of it.
  const draft = await mkdtemp(join(root, 'dist/.installation-'))
  try {
    await synthesise(root, join(draft, 'assembly'))
    for (const earlier of await readdir(place)) await rm(join(place, earlier), { recursive: true, force: true })
    await rename(join(draft, 'assembly'), wanted)
  } catch (error) {
    // Another one of the same sources was faster.
    if (!existsSync(wanted)) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return wanted
}

/** In a process of its own: the CDK's constructs are large, and the command has no other use for them. */
async function synthesise(root: string, out: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'infra/synthesise.ts'), out], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`The installation could not be built: ${said.trim() || `it ended with ${code}`}`)
}
