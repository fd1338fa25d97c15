import { parse } from 'smol-toml'
import { z } from 'zod'

/** Files by which a manager of versions knows the Node of a folder, and what they say. Undefined: nothing of Node. */
export const versionFiles: readonly { name: string; version: (text: string) => string | undefined }[] = [
  { name: '.nvmrc', version: firstLine },
  { name: '.node-version', version: firstLine },
  { name: '.tool-versions', version: text => /^\s*node(?:js)?\s+([^\s#]+)/m.exec(text)?.[1] },
  { name: 'mise.toml', version: inToml },
  { name: '.mise.toml', version: inToml },
]

function firstLine(text: string): string {
  const lines = text.split('\n').map(line => line.replace(/#.*/, '').trim())
  return lines.find(line => line !== '')?.slice(0, 60) ?? ''
}

const Version = z.union([
  z.string(),
  z.number().transform(String),
  z.object({ version: z.string() }).transform(one => one.version),
])
const Tools = z.object({
  tools: z.object({ node: z.union([Version, z.array(Version).transform(([first]) => first)]).optional() }),
})

function inToml(text: string): string | undefined {
  try {
    return Tools.parse(parse(text)).tools.node
  } catch {
    return undefined
  }
}
