import { parse } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'

/** Files by which a manager of versions knows the Node of a folder, and what they say. Undefined: nothing of Node. */
export const versionFiles: readonly { name: string; version: (text: string) => string | undefined }[] = [
  { name: '.nvmrc', version: firstLine },
  { name: '.node-version', version: firstLine },
  { name: '.tool-versions', version: text => /^\s*node(?:js)?\s+([^\s#]+)/m.exec(text)?.[1] },
  ...['mise.toml', '.mise.toml', 'mise/config.toml', '.config/mise.toml', '.config/mise/config.toml'].map(name => ({
    name,
    version: inMise,
  })),
  { name: '.prototools', version: inProto },
  { name: 'pnpm-workspace.yaml', version: inPnpm },
  { name: '.npmrc', version: text => /^\s*use-node-version\s*=\s*"?([^\s"#;]+)/m.exec(text)?.[1] },
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
  tools: z.record(z.string(), z.union([Version, z.array(Version).transform(([first]) => first)]).catch(undefined)),
})
/** What mise calls it. */
const inTools = ['node', 'nodejs', 'core:node']

function inMise(text: string): string | undefined {
  return read(() => {
    const { tools } = Tools.parse(parse(text))
    return inTools.map(name => tools[name]).find(version => version !== undefined)
  })
}

const Prototools = z.object({ node: Version.optional() })

function inProto(text: string): string | undefined {
  return read(() => Prototools.parse(parse(text)).node)
}

const Workspace = z.object({ useNodeVersion: Version.optional() })

function inPnpm(text: string): string | undefined {
  return read(() => Workspace.parse(parseYaml(text)).useNodeVersion)
}

/** What its own tool cannot read says nothing of Node, and that tool says why. */
function read(version: () => string | undefined): string | undefined {
  try {
    return version()
  } catch {
    return undefined
  }
}
