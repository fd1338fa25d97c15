import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import { outputsFile, startOf } from './own-commands.ts'
import { majorOf, wantedRange } from './packages/wanted.ts'
import { profilesIn } from './tools/profiles.ts'

/** SST: the second version builds on the CDK, the third on an engine of its own; they share little but the name. */
export const sst: Detector = async folder => {
  const file = firstOf(folder, ['sst.config.ts', 'sst.config.js', 'sst.config.mjs'])
  if (file) {
    const text = (await folder.read(file)) ?? ''
    if (/\$config\s*\(/.test(text)) return await sst3(folder, [`${file} calls $config`])
    const version = await wantedRange(folder, 'sst')
    if (/SSTConfig|sst\/constructs|stacks\s*\(/.test(text))
      return await sst2(folder, `${file} lists stacks of SST 2`, { version, text })
    if (version !== undefined && /^\D*[012]\./.test(version))
      return await sst2(folder, `${file} lies here`, { version, text })
    const reasons = [`${file} lies here`, ...(version ? [`package.json wants sst ${version}`] : [])]
    return await sst3(folder, reasons)
  }
  if (folder.names.has('sst.json'))
    return {
      framework: 'sst2',
      reasons: ['sst.json lies here (SST 1)'],
      supported: false,
      instead: await bySst(folder, {
        name: '@serverless-stack/cli',
        release: '1',
        outputs: outputsFile,
        options: ` --outputs-file ${outputsFile}`,
      }),
    }
  return undefined
}

const sst3 = async (folder: Folder, reasons: string[]): Promise<Finding> => ({
  framework: 'sst3',
  reasons,
  supported: false,
  instead: await bySst(folder, { release: '3', outputs: '.sst/outputs.json', options: '' }),
})

async function bySst(
  folder: Folder,
  { outputs, options, ...from }: { name?: string; release: string; outputs: string; options: string },
): Promise<NonNullable<Finding['instead']>> {
  const start = await startOf(folder, 'sst', from)
  return manager => ({
    deploy: `${start(manager)} deploy --stage "$TRELLIS_STAGE"${options}`,
    remove: `${start(manager)} remove --stage "$TRELLIS_STAGE"`,
    outputs,
  })
}

async function sst2(
  folder: Folder,
  reason: string,
  { version, text }: { version: string | undefined; text: string },
): Promise<Finding> {
  const known = version !== undefined && majorOf(version) === 2
  const why =
    version === undefined
      ? 'package.json does not want sst, so which release deploys it is unknown'
      : `package.json wants sst ${version}`
  return {
    framework: 'sst2',
    reasons: [reason, why],
    supported: known,
    byPackages: true,
    ...(known
      ? {
          called: nameIn(text),
          tool: { tool: 'sst2', folder: folder.path, name: nameIn(text), profiles: profilesIn(text) },
        }
      : { instead: await bySst(folder, { release: '2', outputs: '.sst/outputs.json', options: '' }) }),
  }
}

/** Where `config()` gives it outright. */
const nameIn = (text: string): string | undefined =>
  /\bconfig\b[^{}]*\{[^{}]*\{[^{}]*?\bname['"]?\s*:\s*['"`]([\w-]+)['"`]/.exec(text)?.[1]
