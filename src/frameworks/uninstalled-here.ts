import type { Failure } from '../contract/deployment.ts'
import type { Finding } from './finding.ts'
import { type Folder, openFolder } from './folder.ts'
import { packagesOf } from './packages/packages.ts'
import {
  installs,
  scriptsInstall,
  type Uninstalled,
  uninstalledBelow,
  warnOfUninstalled,
} from './packages/uninstalled.ts'
import type { Reader } from './reader.ts'
import { languages, someCode } from './some-code.ts'
import { includedFiles, readYaml } from './tools/serverless-files.ts'
import { withoutPackages } from './tools/serverless-packages.ts'
import type { TrellisYml } from './trellis-yml.ts'
import { withoutComments } from './without-comments.ts'

export interface Told {
  warning?: string | undefined
  refused?: Failure | undefined
}

interface Given {
  folder: Folder
  finding: Finding
  settings: TrellisYml
  isApp: (folder: Folder) => Promise<boolean>
}

/** Folders below an app whose packages nothing installs: what is deployed of them lacks packages, and the tools do not look. */
export async function uninstalledHere(reader: Reader, given: Given): Promise<Told> {
  const { folder, finding, settings, isApp } = given
  const { install, before_deploy, build, deploy, allow } = settings
  // Somebody saw to it.
  if (install ?? before_deploy ?? build ?? deploy ?? allow?.includes('uninstalled_packages')) return {}
  if (!finding.supported || !['cdk', 'serverless', 'sam'].includes(finding.framework)) return {}
  const packages = await packagesOf(reader, folder)
  const root = packages.folder === folder.path ? folder : await openFolder(reader, packages.folder)
  if ([folder, root].some(scriptsInstall)) return {}
  const below = await uninstalledBelow(reader, { app: folder, packages }, isApp)
  const all = below.length === 0 ? below : await seenToByNone(folder, finding, below)
  const refused =
    finding.tool?.tool === 'serverless' && all.length > 0
      ? await withoutPackages(reader, { folder, file: finding.tool.file, all })
      : undefined
  return { refused, warning: refused ? undefined : warnOfUninstalled(all) }
}

/** Less those that the tool or the app's own code installs. */
async function seenToByNone(
  folder: Folder,
  { framework, tool }: Finding,
  all: readonly Uninstalled[],
): Promise<readonly Uninstalled[]> {
  if (framework === 'cdk') return (await codeInstalls(folder)) ? [] : all
  if (tool?.tool === 'sam') {
    const text = (await folder.read(tool.template)) ?? ''
    return /\bBuildMethod['"]?\s*:\s*['"]?makefile\b/.test(text) ? [] : all.filter(({ path }) => !built(text).has(path))
  }
  if (tool?.tool !== 'serverless') return all
  const text = (await folder.read(tool.file)) ?? ''
  const texts = [text, ...(await includedFiles(text, folder))]
  return texts.some(each => installs.test(withoutRemarks(each))) ? [] : all
}

/** Bundling installs packages in a container or on the machine; a script of the app's own, before it is synthesised. */
async function codeInstalls(folder: Folder): Promise<boolean> {
  const settings = (await folder.read('cdk.json')) ?? ''
  const scripts = Object.entries(folder.packageJson?.scripts ?? {})
  const run = scripts.filter(([name]) => settings.includes(` ${name}`)).map(([, script]) => script)
  if ([settings, ...run].some(text => installs.test(text))) return true
  const found = await someCode(folder, languages.deployed, ({ text }) => {
    const code = withoutComments(text)
    return installs.test(code) || /\bnodeModules\s*:/.test(code) || undefined
  })
  return found === true
}

const codeOrContent = /\b(?:CodeUri|ContentUri)['"]?\s*:\s*['"]?([^\s'"#,}]+)/g

/** Folders whose packages `sam build` installs. */
const built = (template: string): ReadonlySet<string> =>
  new Set(
    [...template.matchAll(codeOrContent)].map(([, path = '']) => path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')),
  )

function withoutRemarks(text: string): string {
  const config = readYaml(text)
  return typeof config === 'object' && config !== null ? JSON.stringify(config) : withoutComments(text)
}
