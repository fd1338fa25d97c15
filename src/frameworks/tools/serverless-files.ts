import { parse, parseDocument } from 'yaml'
import type { Folder } from '../folder.ts'

const reference = /\$\{file\(\s*['"]?([^)'"$]+?)['"]?\s*\)(?::([\w.]+))?/g
const mostFiles = 50

/** Of what aliases make of it. */
const mostCharacters = 2_000_000

/** Undefined: it is not YAML or JSON, or holds itself or far too much by aliases. What `!Ref` and the like mean does not matter here. */
export function readYaml(text: string): unknown {
  try {
    const read: unknown = parse(text, { logLevel: 'silent', merge: true })
    // By way of text, so that whoever walks through it comes to an end.
    const plain = JSON.stringify(read) ?? ''
    return plain === '' || plain.length > mostCharacters ? undefined : JSON.parse(plain)
  } catch {
    return undefined
  }
}

/** Why it is not YAML, and in which line. Undefined: it is, or the tool has words of its own for it (a key that is there twice). */
export function brokenYaml(text: string): string | undefined {
  const { errors } = parseDocument(text, { merge: true })
  const broken = errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (!broken) return undefined
  const [said = ''] = broken.message.split('\n')
  return `line ${broken.linePos?.[0].line ?? 1}: ${said.replace(/(?:; please use .*| at line \d+, column \d+:?)$/, '')}`
}

/** The texts of the files that a configuration puts together by `${file(…)}`, and of those that they name. */
export async function includedFiles(text: string, folder: Folder): Promise<string[]> {
  const texts = new Map<string, string>()
  const look = async (from: string): Promise<void> => {
    for (const [, path = ''] of from.matchAll(reference)) {
      if (texts.has(path) || texts.size === mostFiles) continue
      // Noted before it is looked into: files may name each other.
      texts.set(path, '')
      const found = (await readBeside(folder, path)) ?? ''
      texts.set(path, found)
      await look(found)
    }
  }
  await look(text)
  return [...texts.values()]
}

/** The value that `${file(path):key}` stands for. Undefined: it is none of those, or not to be known without running code. */
export async function referred(value: string, folder: Folder): Promise<unknown> {
  const [whole, path = '', keys] = [...value.matchAll(reference)][0] ?? []
  if (whole === undefined || !value.startsWith(whole)) return undefined
  let found = readYaml((await readBeside(folder, path)) ?? '')
  for (const key of keys?.split('.') ?? []) found = (found as Record<string, unknown> | null | undefined)?.[key]
  return found
}

/** A path as the tool takes it: from the folder of the service, which may lead out of that folder but not of the repository. */
async function readBeside(folder: Folder, path: string): Promise<string | undefined> {
  let from: Folder | undefined = folder
  let rest = path.replace(/^(\.\/)+/, '')
  while (rest.startsWith('../')) {
    from = await from?.up()
    rest = rest.slice('../'.length)
  }
  return /\.(ya?ml|json)$/.test(rest) ? await from?.read(rest) : undefined
}
