import { ApiError } from '../../client/api-error.ts'
import type { DetectedApp, Detection } from '../../contract/detect.ts'
import type { Shell } from '../shell.ts'

interface Place {
  repository: string
  branch?: string
  path: string
}

/** What will keep its deployments or its teardown from going well, said when the app is made. A look that fails says nothing: the deployment will. */
export async function foresee({ client }: Shell, place: Place): Promise<string[]> {
  try {
    return toldOf((await client.call('detectRepository', { body: place })).detection, place.path)
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}

function whyRefused({ framework, reasons, choice, suggestion, mend }: DetectedApp): (string | null)[] {
  const why = `${reasons.join('; ')}.`
  if (choice !== null) return [`It is an app of ${framework}, and Trellis cannot see whether it may deploy it: ${why}`]
  const printed = 'Its own commands can: `trellis detect` in a clone prints the trellis.yml for them.'
  return [`It is an app of ${framework}, which Trellis cannot deploy yet: ${why}`, suggestion === null ? mend : printed]
}

const mostNamed = 5

function toldOf({ apps, ambiguous, leftOut }: Detection, path: string): string[] {
  const app = apps.find(one => one.path === path)
  if (app) {
    const refused = app.supported ? [] : whyRefused(app)
    return [...refused, app.problem, ...app.needs, app.warning].filter(text => text !== null)
  }
  const unclear = ambiguous.find(one => one.path === path)
  if (unclear)
    return [`It could be ${unclear.frameworks.join(' or ')}: ${unclear.why} Choose with \`framework:\` in trellis.yml.`]
  const all = [...apps.map(one => one.path), ...leftOut.map(one => one.path)]
  const below = all.slice(0, mostNamed)
  const more =
    all.length > below.length ? ` and ${all.length - below.length} more (\`trellis detect\` in a clone names them)` : ''
  const where = path === '.' ? 'its root' : path
  return [
    below.length > 0
      ? `Nothing in ${where} looks like an app, but below it: ${below.join(', ')}${more}. Choose one with \`trellis app set NAME --path FOLDER\`.`
      : `Nothing in ${where} looks like a tool that Trellis knows: its deployments need a trellis.yml with \`deploy:\` and \`remove:\`.`,
  ]
}
