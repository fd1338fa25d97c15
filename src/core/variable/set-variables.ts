import { inWords } from '../../contract/in-words.ts'
import { SetVariable, type Variable, type VariablesSaved } from '../../contract/variable.ts'
import type { Asker } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import type { VariableRecord } from '../ports/variable-store.ts'

export const variableContext = (app: string, environment: string, key: string): string =>
  `variable:${app}/${environment}/${key}`

/** Names that Trellis or Lambda set themselves: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const reserved =
  /^(TRELLIS|TRELLIS_.*|CI|PATH|HOME|TMPDIR|AWS_(REGION|DEFAULT_REGION|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|EXECUTION_ENV|LAMBDA_.*)|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|_.*)$/

/** Guessed soon, and black bars for a short word make a log unreadable. */
const shortest = 6

/** What is to be said of a secret that is too short to be hidden safely. @returns undefined when it is long enough */
export const tooShort = (name: string, secret: string): string | undefined =>
  secret.length < shortest
    ? `${name} is shorter than ${shortest} characters: short secrets are easily guessed, and the shortest are not hidden in logs.`
    : undefined

/**
 * Adds or replaces variables, all or none. What is not said of one that is there, its steps and whether it is plain, stays; a new
 * one is secret and for all steps. @throws TrellisError invalid_variable
 */
export async function setVariables(
  ports: Ports,
  actor: Asker,
  place: { app: string; environment: string },
  wishes: readonly SetVariable[],
): Promise<VariablesSaved> {
  const { environment } = await findEnvironment(ports, place.app, place.environment)
  demand(actor, 'set-variables', placeOf(environment))
  const updatedAt = new Date(ports.clock.now()).toISOString()
  const known = new Map((await ports.variables.variables(place.app, place.environment)).map(one => [one.key, one]))
  const records: VariableRecord[] = []
  const warnings: string[] = []
  for (const wish of wishes) {
    const checked = check(wish)
    const { key, value } = checked
    const before = known.get(key)
    const { plain = before?.plain ?? false, steps = before?.steps ?? null } = checked
    const warning = plain ? undefined : tooShort(key, value)
    if (warning) warnings.push(warning)
    const kept = plain ? value : await ports.vault.seal(value, variableContext(place.app, place.environment, key))
    records.push({ key, value: kept, plain, steps, updatedAt })
  }
  await ports.variables.saveVariables(place.app, place.environment, records)
  ports.live.changed(place.app)
  return { variables: records.map(showVariable), warnings }
}

/** @throws TrellisError invalid_variable */
export function checkVariables(wishes: readonly SetVariable[]): void {
  for (const wish of wishes) check(wish)
}

function check(wish: SetVariable) {
  const parsed = SetVariable.safeParse(wish, { error: inWords })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new TrellisError(
      'invalid_variable',
      `The variable ${JSON.stringify(wish.key)} is refused: its ${issue?.path.join('.')} ${issue?.message}.`,
      'Lambda accepts at least two characters: a letter first, then letters, digits and underscores.',
    )
  }
  if (reserved.test(parsed.data.key)) {
    throw new TrellisError(
      'invalid_variable',
      `The variable ${parsed.data.key} is reserved: Trellis or AWS Lambda sets it itself.`,
      'Choose another name.',
    )
  }
  return parsed.data
}

export const showVariable = ({ key, plain, value, steps, updatedAt }: VariableRecord): Variable => ({
  key,
  plain,
  value: plain ? value : null,
  steps,
  updatedAt,
})
