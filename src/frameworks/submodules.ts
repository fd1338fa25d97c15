import type { Reader } from './reader.ts'

/** Folders of the submodules that the repository names. */
export async function submodulesOf(reader: Reader): Promise<string[]> {
  const modules = (await reader.read('.gitmodules')) ?? ''
  return [...modules.matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].flatMap(([, path]) => path ?? [])
}

/** That in which a folder lies, or which it is. */
export const submoduleAround = (submodules: readonly string[], folder: string): string | undefined =>
  submodules.find(one => folder === one || folder.startsWith(`${one}/`))
