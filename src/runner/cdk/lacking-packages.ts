import { posix } from 'node:path'
import type { AssemblyFiles } from '../../frameworks/cdk/assembly.ts'
import { functionCode } from '../../frameworks/cdk/function-code.ts'
import { type LackingPackage, lackingPackage } from '../../frameworks/packages/lacking-package.ts'
import { readInside } from './inside.ts'

/** The first function of Node in an assembly whose code is a folder without a package that it asks for. Null: there is none. */
export async function lackingPackages(
  assembly: string,
  files: AssemblyFiles,
  appDir: string,
): Promise<LackingPackage | null> {
  // One that is a link out of the app is the app's own business.
  const ofApp = await readInside(appDir, 'package.json').catch(() => undefined)
  for (const { function: name, path, handler, runtime, hasLayers } of functionCode(files)) {
    if (hasLayers || !runtime.startsWith('nodejs')) continue
    const read = (inner: string) => readInside(assembly, posix.join(path, inner))
    const has = async (folder: string) => (await read(`${folder}/package.json`)) !== undefined
    const lacking = await lackingPackage({ handler, read, has, ofApp })
    if (lacking !== undefined) return { function: name, package: lacking }
  }
  return null
}
