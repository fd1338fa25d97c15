import type { Failure } from '../../contract/deployment.ts'
import { type FailureCode, failure } from '../../core/failures.ts'
import { AssemblyProblem } from '../../frameworks/cdk/assembly.ts'
import { hintFor } from '../../frameworks/cdk/stack-hints.ts'
import { CdkFailure } from './events.ts'
import type { ToWorker } from './messages.ts'

/** AWS and Node name their errors; the texts are for people and change. */
const byName: Readonly<Record<string, FailureCode>> = {
  CredentialsProviderError: 'credentials_missing',
  NoBaseCredentials: 'credentials_missing',
  InvalidClientTokenId: 'credentials_invalid',
  UnrecognizedClientException: 'credentials_invalid',
  InvalidAccessKeyId: 'credentials_invalid',
  SignatureDoesNotMatch: 'credentials_invalid',
  AuthFailure: 'credentials_invalid',
  IncompleteSignature: 'credentials_invalid',
  ExpiredToken: 'credentials_expired',
  ExpiredTokenException: 'credentials_expired',
  RequestExpired: 'credentials_expired',
  TokenRefreshRequired: 'credentials_expired',
  ECONNREFUSED: 'cloud_unreachable',
  ECONNRESET: 'cloud_unreachable',
  ENOTFOUND: 'cloud_unreachable',
  EAI_AGAIN: 'cloud_unreachable',
  ETIMEDOUT: 'cloud_unreachable',
  TimeoutError: 'cloud_unreachable',
  NetworkingError: 'cloud_unreachable',
  ENOSPC: 'disk_full',
}

const otherwise: Readonly<Record<ToWorker['type'], FailureCode>> = {
  place: 'internal',
  access: 'internal',
  answer: 'internal',
  warm: 'internal',
  check: 'internal',
  synth: 'synth_failed',
  deploy: 'deploy_failed',
  remove: 'remove_failed',
  bootstrap: 'deploy_failed',
}

/** Why an operation failed, told by the innermost error that has a name we know. */
export function toFailure(error: unknown, during: ToWorker['type']): Failure {
  const chain = causes(error)
  for (const each of chain) {
    if (each instanceof CdkFailure || each instanceof AssemblyProblem) return each.failure
    if (isBootstrapError(each)) return notBootstrapped(each.environment)
  }
  for (const each of chain) {
    const code = byName[each.name] ?? byName[codeOf(each)]
    if (code) return failure(code, null, firstLines(each.message))
  }
  // The toolkit wraps its errors for a terminal; the innermost one says it plainly.
  const plain = firstLines(chain.at(-1)?.message ?? String(error))
  const refusedByCloud = chain.some(each => 'deploymentErrorCode' in each)
  return refusedByCloud ? failure('stack_failed', null, plain, hintFor(plain)) : failure(otherwise[during], null, plain)
}

/** The error, what caused it, and what that was made of, outermost first. */
export function causes(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 8) return []
  const inner = error instanceof AggregateError ? error.errors : []
  return [error, ...[error.cause, ...inner].flatMap(each => causes(each, depth + 1))]
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

const isBootstrapError = (error: Error): error is Error & { environment: { account: string; region: string } } =>
  'environment' in error && 'type' in error && error.type === 'bootstrap'

export function notBootstrapped(environment: { account: string; region: string }): Failure {
  const place = `aws://${environment.account}/${environment.region}`
  return failure(
    'account_not_bootstrapped',
    null,
    `The account ${environment.account} is not prepared for the CDK in ${environment.region}: no CDKToolkit stack stands in ${place}.`,
    // Under which name Trellis knows the account the worker is not told, and it may have none.
    `\`npx cdk bootstrap ${place}\` prepares it, and so does \`trellis account bootstrap\` with the account's name in Trellis (\`trellis account list\`).`,
  )
}

function firstLines(text: string): string {
  const lines = text.split('\n').map(line => line.trim())
  return lines
    .filter(line => line !== '')
    .slice(0, 4)
    .join('\n')
    .slice(0, 1_000)
}
