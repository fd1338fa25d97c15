import { type ErrorCode, TrellisError } from '../../core/errors.ts'

type CloudErrorCode = Extract<
  ErrorCode,
  'credentials_missing' | 'credentials_invalid' | 'credentials_expired' | 'cloud_unreachable'
>

/** By the names that AWS and Node give their errors; the texts are for people and change. */
const byName: Readonly<Record<string, CloudErrorCode>> = {
  CredentialsProviderError: 'credentials_missing',
  ProviderError: 'credentials_missing',
  InvalidClientTokenId: 'credentials_invalid',
  UnrecognizedClientException: 'credentials_invalid',
  InvalidAccessKeyId: 'credentials_invalid',
  SignatureDoesNotMatch: 'credentials_invalid',
  IncompleteSignature: 'credentials_invalid',
  AuthFailure: 'credentials_invalid',
  AccessDenied: 'credentials_invalid',
  AccessDeniedException: 'credentials_invalid',
  ExpiredToken: 'credentials_expired',
  ExpiredTokenException: 'credentials_expired',
  RequestExpired: 'credentials_expired',
  ECONNREFUSED: 'cloud_unreachable',
  ECONNRESET: 'cloud_unreachable',
  EHOSTUNREACH: 'cloud_unreachable',
  ENETUNREACH: 'cloud_unreachable',
  ENOTFOUND: 'cloud_unreachable',
  EAI_AGAIN: 'cloud_unreachable',
  EPIPE: 'cloud_unreachable',
  ETIMEDOUT: 'cloud_unreachable',
  TimeoutError: 'cloud_unreachable',
}

const sentences: Readonly<Record<CloudErrorCode, readonly [string, string]>> = {
  credentials_missing: ['no AWS credentials were found', 'Give the account credentials: `trellis account set --help`.'],
  credentials_invalid: [
    'AWS refuses the credentials',
    'Give the account new credentials: `trellis account set --help`.',
  ],
  credentials_expired: [
    'the AWS credentials have expired',
    'Sign in again, give the account new credentials (`trellis account set --help`), or let Trellis assume a role.',
  ],
  cloud_unreachable: ['AWS cannot be reached', "Check the network and the account's endpoint."],
}

/** What an SDK call failed with, as Trellis reports it. `subject` opens the sentence: whose access it was. */
export function cloudFailure(error: unknown, subject: string): TrellisError {
  if (error instanceof TrellisError) return error
  const code = codeOf(error)
  if (!code) return unknown(error, subject)
  const [what, hint] = sentences[code]
  const said = error instanceof Error && error.message ? ` (${error.message.split('\n')[0]})` : ''
  return new TrellisError(code, `${subject}: ${what}${said}.`, hint, { cause: error })
}

/** Neither the credentials nor the way there: in the words of whoever failed, by the name that AWS gives it. */
function unknown(error: unknown, subject: string): TrellisError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const isAnswer = error instanceof Error && '$fault' in error
  const said = [name, message.split('\n')[0]].filter(Boolean).join(': ')
  return new TrellisError(
    'cloud_failed',
    `${subject}: ${isAnswer ? 'AWS answers with an error' : 'asking AWS failed'} (${said}).`,
    'Try again in a while. If it fails so again, look up what AWS writes of that error.',
    { cause: error },
  )
}

function codeOf(error: unknown, depth = 0): CloudErrorCode | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined
  const own = byName[error.name] ?? byName['code' in error ? String(error.code) : '']
  // A provider wraps what it ran into: an unreachable token service is no missing credential.
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])]
  const deeper = inner.map(each => codeOf(each, depth + 1)).find(code => code !== undefined)
  return own === 'credentials_missing' ? (deeper ?? own) : (own ?? deeper)
}
