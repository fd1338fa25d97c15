import type { Folder } from '../folder.ts'
import { isOtherStage, stageWord, wordsOf } from './stage-words.ts'
import type { SynthCommand } from './synth-command.ts'

/** A stage that an app gets in every environment alike. */
export interface FixedStage {
  /** In words, for a sentence. */
  told: string
  stage: string
  /** What it is to be removed from. */
  where: string
  /** A variable that would give it another one. */
  variable?: string
}

export const stageKey = 'stage|stageName|env|envName|environment|environmentName'
const inCommand = new RegExp(
  String.raw`(?:^|\s)((?:--?c(?:ontext)?[= ]|--)?(?:${stageKey})[= ]["']?(${stageWord})["']?)(?=\s|$)`,
  'i',
)
/** `dotenv -e .env.prod`; a `.env.local` is whoever's it lies with. */
const fileInCommand = new RegExp(
  String.raw`(?:^|[\s=])["']?(?:\./)?((?:[\w-]+/)*\.env\.(?!local\b)(${stageWord}))["']?(?=\s|$)`,
  'i',
)
/** `prod`, and `prod-eu` or `acme-prod`. */
const isStage = new RegExp(`^(?:[a-z0-9]+[-_])?(?:${stageWord})(?:[-_][a-z0-9]+)*$`, 'i')
const stageWords = ['stage', 'env', 'environment', 'tier']
/** `stage`, `deployEnv`, `target-environment` */
export const hasStageWord = (key: string): boolean => wordsOf(key).some(word => stageWords.includes(word))

/** Where cdk.json gives its app a stage, which is that of every environment then. Undefined: it gives none. */
export function fixedStage(
  { text, where }: SynthCommand,
  context: Readonly<Record<string, unknown>>,
): FixedStage | undefined {
  const [, said, stage] = inCommand.exec(text) ?? []
  if (said !== undefined && stage !== undefined) return { told: `${where} gives the app \`${said}\``, stage, where }
  for (const [name, value] of Object.entries(context))
    if (/^[\w-]+$/.test(name) && hasStageWord(name) && typeof value === 'string' && isStage.test(value))
      return { told: `cdk.json gives the app \`${name}: ${value}\` of its context`, stage: value, where: 'cdk.json' }
  return undefined
}

/** A file of variables that is committed and that its command gives the app. Where another is named by a variable, it is a fallback. */
export async function stageInEnvFile(folder: Folder, { text, where }: SynthCommand): Promise<FixedStage | undefined> {
  const [, path, stage] = fileInCommand.exec(text) ?? []
  if (path === undefined || stage === undefined || /\.env\.\S*\$/.test(text)) return undefined
  return (await folder.read(path)) === undefined
    ? undefined
    : { told: `${where} gives the app the file \`${path}\``, stage, where }
}

export const stageVariable = '(?:[A-Z]+_)?(?:STAGE|ENV|ENVIRONMENT)(?:_NAME)?'

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
  const { told, stage, where, variable: name } = fixed
  const { environment, isOnly, variables } = question
  if (name !== undefined ? variables.has(name) : [...variables].some(one => isVariable.test(one))) return undefined
  if (!isOtherStage(stage, environment, isOnly)) return undefined
  const first =
    name === undefined
      ? `Remove it from ${where}, and let`
      : `Set it: \`trellis variables set APP ENV ${name}=VALUE --plain\`. Or let`
  return {
    message: `${told}: ${environment} would get the settings of ${stage}.`,
    hint: `${first} the app ask for the variable TRELLIS_STAGE, which holds the name of the environment. If it is meant, \`allow: [fixed_stage]\` in trellis.yml says so.`,
  }
}

const isVariable = new RegExp(`^${stageVariable}$`)
