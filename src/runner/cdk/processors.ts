import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssemblyFiles } from '../../frameworks/cdk/assembly.ts'
import { type Architecture, architectures, functionCode } from '../../frameworks/cdk/function-code.ts'

/** Names of what Node and Python load that is not their own language. */
const native = /\.(node|so(\.\d+)*)$/
/** `e_machine` of the header of an ELF file, as the System V ABI lists them. */
const machines: Readonly<Record<number, Architecture>> = { 62: 'x86_64', 183: 'arm64' }
const machineAt = 18

/**
 * Functions whose code has native parts, and none of them for the processors that the function runs on: it was built on a
 * machine of the other kind, deploys without an error, and fails when it is called.
 * @returns what to say of them
 */
export async function otherProcessors(assembly: string, files: AssemblyFiles): Promise<string[]> {
  const said: string[] = []
  for (const { function: name, architecture, path } of functionCode(files)) {
    const found = await nativeIn(join(assembly, path))
    const other = architectures.find(one => one !== architecture && found.has(one))
    if (found.has(architecture) || other === undefined) continue
    said.push(
      `! The function ${name} runs on ${architecture}, and ${found.get(other)} in its code is for ${other} alone: it would fail when it is called. Build it on machines of its kind, or let the function say \`architecture\`.`,
    )
  }
  return said
}

/** For which processors a folder has native code, with a file of each. Links were looked at before: none leads out. */
async function nativeIn(folder: string): Promise<ReadonlyMap<Architecture, string>> {
  const found = new Map<Architecture, string>()
  // An archive is left alone, as is what is not there.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile() || !native.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const machine = await machineOf(path)
    if (machine && !found.has(machine)) found.set(machine, path.slice(folder.length + 1))
  }
  return found
}

async function machineOf(path: string): Promise<Architecture | undefined> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(machineAt + 2), 0, machineAt + 2, 0)
    const isElf = bytesRead === machineAt + 2 && buffer.toString('latin1', 0, 4) === '\x7fELF'
    return isElf ? machines[buffer.readUInt16LE(machineAt)] : undefined
  } finally {
    await file.close()
  }
}
