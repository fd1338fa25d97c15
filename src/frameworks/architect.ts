import type { Detector, Finding } from './finding.ts'
import { type Folder, firstOf } from './folder.ts'
import { startOf } from './own-commands.ts'

export const architect: Detector = async folder => {
  const file = firstOf(folder, ['app.arc', '.arc', 'arc.json', 'arc.yaml', 'arc.yml'])
  if (file) return await found(folder, `${file} is a manifest of Architect`, (await folder.read(file)) ?? '')
  const section = folder.packageJson?.arc
  if (section === undefined) return undefined
  return await found(folder, 'package.json has a section arc', JSON.stringify(section))
}

/** It has two stages, and names beside them. */
async function found(folder: Folder, reason: string, manifest: string): Promise<Finding> {
  const start = await startOf(folder, 'arc', { name: '@architect/architect', release: '12' })
  const app = /@app\s+([a-z][\w-]*)|["']?\bapp["']?\s*:\s*["']?([a-z][\w-]*)/.exec(manifest)
  const where = '$([ "$TRELLIS_STAGE" = production ] && echo --production || echo --name "$TRELLIS_STAGE")'
  const name = app?.[1] ?? app?.[2]
  const refused = { framework: 'architect' as const, supported: false }
  if (name === undefined)
    return {
      ...refused,
      reasons: [reason, 'it names no app'],
      mend: 'Name the app there (`@app`, or `app` in JSON and YAML), and look again: without its name nothing could be torn down.',
    }
  return {
    ...refused,
    reasons: [reason],
    instead: manager => ({
      deploy: `${start(manager)} deploy ${where}`,
      remove: `${start(manager)} destroy --app ${name} ${where} --force`,
    }),
  }
}
