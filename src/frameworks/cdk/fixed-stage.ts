import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { isOtherStage, stageWord } from './stage-words.ts'

/** A stage that an app gets in every environment alike. */
export interface FixedStage {
  /** In words, for a sentence. */
  told: string
  stage: string
  /** A variable that would give it another one. */
  variable?: string
}

const key = 'stage|stageName|env|envName|environment|environmentName'
const inCommand = new RegExp(
  String.raw`(?:^|\s)((?:--?c(?:ontext)?[= ]|--)?(?:${key})[= ]["']?(${stageWord})["']?)(?=\s|$)`,
  'i',
)
const isKey = new RegExp(`^(?:${key})$`, 'i')
const isStage = new RegExp(`^(?:${stageWord})$`, 'i')

/** Where cdk.json gives its app a stage, which is that of every environment then. Undefined: it gives none. */
export function fixedStage(app: string, context: Readonly<Record<string, unknown>>): FixedStage | undefined {
  const [, said, stage] = inCommand.exec(app) ?? []
  if (said !== undefined && stage !== undefined) return { told: `cdk.json gives the app \`${said}\``, stage }
  for (const [name, value] of Object.entries(context))
    if (isKey.test(name) && typeof value === 'string' && isStage.test(value))
      return { told: `cdk.json gives the app \`${name}: ${value}\` of its context`, stage: value }
  return undefined
}

const variable = '(?:[A-Z]+_)?(?:STAGE|ENV|ENVIRONMENT)(?:_NAME)?'
/** `process.env.STAGE ?? app.node.tryGetContext('env') ?? 'prod'` */
const orElse = new RegExp(
  String.raw`process\.env(?:\.|\[['"])(${variable})\b(?:['"]\])?(?:\s*(?:\?\?|\|\|)\s*[\w.$()'"-]+)*?\s*(?:\?\?|\|\|)\s*['"](${stageWord})['"]`,
)

/** The stage that the file which the app begins with falls back to, where nobody sets the variable that it asks. */
export async function fallbackStage(folder: Folder, app: string): Promise<FixedStage | undefined> {
  const [file] = app.split(/[\s;&|]+/).filter(word => /\.[mc]?[jt]s$/.test(word))
  if (file === undefined || file.startsWith('/') || file.split('/').includes('..')) return undefined
  const text = withoutComments((await folder.read(file.replace(/^\.\//, ''))) ?? '')
  const [, name, stage] = orElse.exec(text) ?? []
  // Set in the command, or read from a file.
  if (name === undefined || stage === undefined || app.includes(`${name}=`) || /\bdotenv\b/.test(text)) return undefined
  return { told: `${file} takes its stage from the variable ${name}, else \`${stage}\``, stage, variable: name }
}

const mend = 'let the app ask for the variable TRELLIS_STAGE, which holds the name of the environment'

export const tellFixedStage = ({ told, variable: name }: FixedStage): string =>
  name === undefined
    ? `${told}, for every environment alike: ${mend}.`
    : `${told}, for every environment that does not set it: set ${name} as a variable of each, or ${mend}.`

export interface StageQuestion {
  environment: string
  /** Of all that the app has. */
  isOnly: boolean
  /** Keys of those that the synthesis sees. */
  variables: ReadonlySet<string>
}

/** Why an app would get the settings of another stage here, and how to mend it. */
export function otherStage(fixed: FixedStage, question: StageQuestion): { message: string; hint: string } | undefined {
  const { told, stage, variable: name } = fixed
  const { environment, isOnly, variables } = question
  if (name !== undefined ? variables.has(name) : [...variables].some(one => isVariable.test(one))) return undefined
  if (!isOtherStage(stage, environment, isOnly)) return undefined
  const first =
    name === undefined
      ? 'Remove it from cdk.json, and let'
      : `Set it: \`trellis variables set APP ENV ${name}=VALUE --plain\`. Or let`
  return {
    message: `${told}: ${environment} would get the settings of ${stage}.`,
    hint: `${first} the app ask for the variable TRELLIS_STAGE, which holds the name of the environment. If it is meant, \`allow: [fixed_stage]\` in trellis.yml says so.`,
  }
}

const isVariable = new RegExp(`^${variable}$`)
