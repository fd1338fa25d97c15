import type { Folder } from '../folder.ts'

/** What runs the app, and where that is written. */
export interface SynthCommand {
  text: string
  /** In words, for a sentence. */
  where: string
}

const runsScript =
  /^\s*(?:npm(?:\s+--?[\w-]+)*\s+run(?:-script)?|(?:yarn|pnpm|bun)(?:\s+--?[\w-]+)*(?:\s+run)?)(?:\s+--?[\w-]+)*\s+([\w:.-]+)(?:\s+--(?=\s))?(.*)$/s
/** The script is of another folder than that of the app. */
const elsewhere = /\s(?:-C|-w|--(?:prefix|workspaces?|filter|cwd|dir))\b/
const deepest = 3

/** `npm run synth` is what that script says. */
export function synthCommand({ packageJson }: Folder, app: string): SynthCommand {
  let found: SynthCommand = { text: app, where: 'cdk.json' }
  for (let depth = 0; depth < deepest; depth++) {
    const [, name = '', more = ''] = runsScript.exec(found.text) ?? []
    const script = elsewhere.test(found.text) ? undefined : packageJson?.scripts[name]
    if (script === undefined) break
    found = { text: `${script}${more}`, where: `the script \`${name}\` of package.json` }
  }
  return found
}
