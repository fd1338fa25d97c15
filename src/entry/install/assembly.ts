import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { packageRoot } from '../dashboard-folder.ts'

/** Of the package: written when it was built. */
const packed = join(packageRoot, 'dist/installation')
const source = join(packageRoot, 'infra/synthesise.ts')

interface Manifest {
  artifacts: Record<string, { type: string; displayName?: string; properties?: { stackName?: string } }>
}

/** Writes what is to be deployed for an installation of that name into a folder. A checkout builds it anew. */
export async function writeAssembly(out: string, name: string): Promise<void> {
  if (existsSync(source)) await synthesise(out)
  else await cp(packed, out, { recursive: true })
  const path = join(out, 'manifest.json')
  const manifest: Manifest = JSON.parse(await readFile(path, 'utf8'))
  for (const artifact of Object.values(manifest.artifacts)) {
    if (artifact.type !== 'aws:cloudformation:stack') continue
    artifact.displayName = name
    artifact.properties = { ...artifact.properties, stackName: name }
  }
  await writeFile(path, JSON.stringify(manifest))
}

/** In a process of its own: the CDK's constructs are large, and the command has no other use for them. */
async function synthesise(out: string): Promise<void> {
  const child = spawn(process.execPath, [source, out], { cwd: packageRoot, stdio: ['ignore', 'ignore', 'pipe'] })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`The installation could not be built: ${said.trim() || `it ended with ${code}`}`)
}
