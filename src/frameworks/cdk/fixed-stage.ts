const stage = 'dev|develop|development|prod|production|prd|stag|staging|stg|test|testing|qa|uat|live|local|sandbox'
const key = 'stage|stageName|env|envName|environment|environmentName'
const inCommand = new RegExp(
  String.raw`(?:^|\s)((?:--?c(?:ontext)?[= ]|--)?(?:${key})[= ]["']?(?:${stage})["']?)(?=\s|$)`,
  'i',
)
const isKey = new RegExp(`^(?:${key})$`, 'i')
const isStage = new RegExp(`^(?:${stage})$`, 'i')

/** Where cdk.json gives its app a stage, which is that of every environment then. Undefined: it gives none. */
export function fixedStage(app: string, context: Readonly<Record<string, unknown>>): string | undefined {
  const [, said] = inCommand.exec(app) ?? []
  if (said !== undefined) return `\`${said}\``
  const found = Object.entries(context).find(
    ([name, value]) => isKey.test(name) && typeof value === 'string' && isStage.test(value),
  )
  return found && `\`${found[0]}: ${found[1]}\` of its context`
}

export const tellFixedStage = (where: string): string =>
  `cdk.json gives the app ${where}, for every environment alike: let the app ask for the variable TRELLIS_STAGE, which holds the name of the environment.`
