import type { Finding, Folder } from './folder.ts'
import { parseTrellisYml, trellisYmlNames } from './trellis-yml.ts'

/** What trellis.yml decides: a tool by name, or commands of its own. Undefined: it decides nothing, or is not valid. */
export async function custom(folder: Folder, findings: readonly Finding[]): Promise<Finding | undefined> {
  const file = trellisYmlNames.find(name => folder.names.has(name))
  if (!file) return undefined
  const parsed = parseTrellisYml((await folder.read(file)) ?? '')
  if ('problem' in parsed) return undefined
  const { framework, deploy } = parsed.settings
  if (framework !== undefined && framework !== 'custom') {
    const found = findings.find(finding => finding.framework === framework)
    const reasons = [`${file} chooses ${framework}`, ...(found?.reasons ?? [])]
    // With a deploy command of its own it does not matter what Trellis knows of the tool.
    return { framework, reasons, supported: deploy !== undefined || (found?.supported ?? false) }
  }
  if (deploy === undefined && framework === undefined) return undefined
  const reason =
    deploy === undefined
      ? `${file} chooses its own commands but names no deploy command`
      : `${file} names a deploy command`
  return { framework: 'custom', reasons: [reason], supported: deploy !== undefined }
}
