import { posix } from 'node:path'
import type { FrameworkName } from '../contract/detect.ts'
import type { Finding } from './finding.ts'
import type { Folder } from './folder.ts'
import { joinPath, type Reader } from './reader.ts'
import { trellisYmlNames } from './trellis-yml.ts'

/** The files that a deployment begins with, those that settle more first. */
const configurations: readonly (readonly [FrameworkName, readonly string[]])[] = [
  ['custom', trellisYmlNames],
  ['cdk', ['cdk.json']],
  ['serverless', ['yml', 'yaml', 'json', 'ts', 'js', 'cjs', 'mjs'].map(end => `serverless.${end}`)],
  ['sst3', ['sst.config.ts', 'sst.config.js', 'sst.config.mjs']],
  ['sam', ['template.yaml', 'template.yml', 'template.json', 'samconfig.toml']],
  ['pulumi', ['Pulumi.yaml', 'Pulumi.yml']],
]
export const configurationFiles: readonly string[] = configurations.flatMap(([, names]) => names)

/** A configuration that is a link to what is not there, or to where no reader follows it. */
export async function brokenLink(reader: Reader, folder: Folder): Promise<Finding | undefined> {
  for (const [framework, names] of configurations)
    for (const name of names) {
      if (!folder.names.has(name)) continue
      const text = await folder.read(name)
      const target = text === undefined ? undefined : await linkInWords(reader, folder, text)
      if (text !== undefined && target === undefined) continue
      const reason =
        target === undefined
          ? `${name} is a symbolic link that leaves the repository, or one to nothing`
          : `${name} holds nothing but the path ${target}: it was a symbolic link, and a machine without such links committed it as a file`
      return { framework, reasons: [reason], supported: false, mend: 'Replace it by what it points to.' }
    }
  return undefined
}

/** git on Windows writes a link as a file that holds its target. */
async function linkInWords(reader: Reader, folder: Folder, text: string): Promise<string | undefined> {
  const target = text.trim()
  if (!/^[\w.@/-]{1,260}$/.test(target)) return undefined
  const path = posix.normalize(joinPath(folder.path, target))
  return !path.startsWith('..') && (await reader.exists(path)) ? target : undefined
}
