import type { Finding } from './finding.ts'
import type { Folder } from './folder.ts'
import { parseTrellisYml, type TrellisYml, trellisYmlNames } from './trellis-yml.ts'

export interface Chosen {
  file: string
  settings: TrellisYml
}

/** The folder's trellis.yml. Undefined: there is none, or it is not valid. */
export async function chosenIn(folder: Folder): Promise<Chosen | undefined> {
  const file = trellisYmlNames.find(name => folder.names.has(name))
  const text = file && (await folder.read(file))
  if (file === undefined || text === undefined) return undefined
  const parsed = parseTrellisYml(text)
  return 'problem' in parsed ? undefined : { file, settings: parsed.settings }
}

/** What trellis.yml decides: a tool by name, or commands of its own. Undefined: it decides nothing. */
export function custom({ file, settings }: Chosen, findings: readonly Finding[]): Finding | undefined {
  const { framework, deploy } = settings
  if (framework !== undefined && framework !== 'custom') {
    const found = findings.find(finding => finding.framework === framework)
    const reasons = [`${file} chooses ${framework}`, ...(found?.reasons ?? [])]
    // With a deploy command of its own it does not matter what Trellis knows of the tool.
    if (found || deploy !== undefined)
      return {
        ...(deploy === undefined && found),
        framework,
        reasons,
        supported: deploy !== undefined || !!found?.supported || !!found?.ifChosen,
      }
    const mend = `Take \`framework: ${framework}\` out of ${file}, or commit what it is about.`
    return {
      framework,
      reasons: [...reasons, `no sign of ${framework} was found`],
      supported: false,
      missing: true,
      mend,
    }
  }
  if (deploy === undefined && framework === undefined) return undefined
  const reason =
    deploy === undefined
      ? `${file} chooses its own commands but names no deploy command`
      : `${file} names a deploy command`
  if (deploy !== undefined) return { framework: 'custom', reasons: [reason], supported: true }
  return {
    framework: 'custom',
    reasons: [reason],
    supported: false,
    mend: `Add \`deploy:\` and \`remove:\` to ${file}.`,
  }
}
