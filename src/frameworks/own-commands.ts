import { stringify } from 'yaml'
import type { PackageManager } from '../contract/detect.ts'
import type { Folder } from './folder.ts'
import { runInstalled } from './packages/install.ts'
import { wantedRange } from './packages/wanted.ts'
import type { TrellisYml } from './trellis-yml.ts'

/** What trellis.yml may say where Trellis does not deploy with the tool itself: the tool's commands. */
export interface OwnCommands extends Pick<TrellisYml, 'install' | 'build' | 'deploy' | 'remove' | 'outputs'> {
  /** What has to be there besides, as comments. */
  notes?: readonly string[]
}

/** Ready to be pasted. */
export function asTrellisYml({ notes = [], ...settings }: OwnCommands): string {
  return [...notes.map(note => `# ${note}\n`), stringify(settings, { lineWidth: 0 })].join('')
}

/** How a program of npm is started: as the app installs it, else fetched. */
export async function startOf(
  folder: Folder,
  program: string,
  { name = program, release }: { name?: string; release: string },
): Promise<(manager: PackageManager) => string> {
  const wanted = (await wantedRange(folder, name)) !== undefined
  return manager =>
    wanted ? runInstalled(manager, program).join(' ') : `npx --yes --package ${name}@${release} ${program}`
}

/** Where the suggested commands leave what Trellis shows. */
export const outputsFile = 'trellis-outputs.json'

/** Of a JSON object on the standard input what can be shown. @param picked an expression that makes pairs of its `all` */
export const pickOutputs = (picked: string): string =>
  `node -p 'const all = JSON.parse(require("fs").readFileSync(0)); JSON.stringify(Object.fromEntries(${picked}))' > ${outputsFile}`

/** A program of PyPI in a virtual environment of its own, which no other packages can disturb. */
export const makePython = (folder: string, ...packages: string[]): string =>
  `python3 -m venv ${folder}\n${folder}/bin/pip install --quiet ${packages.join(' ')}`
