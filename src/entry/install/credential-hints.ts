import { TrellisError } from '../../core/errors.ts'

const signIn =
  'Sign in (`aws sso login`), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'

/** The adapter's hints are for a server, which deploys to accounts that were added to it. */
export function forInstaller(error: unknown, region: string | undefined): unknown {
  if (!(error instanceof TrellisError)) return error
  const { code, message, cause } = error
  const told = (hint: string, said = message) => new TrellisError(code, said, hint, { cause: cause ?? error })
  // A region that there is not has no address, and one that is not enabled knows no credentials.
  const doubt = region ? ` Is ${region} a region of AWS that is enabled for this account?` : ''
  switch (code) {
    case 'credentials_missing':
      return /no AWS region/.test(message)
        ? told(
            'Name it with --region, set AWS_REGION, or name a profile that has one with --profile.',
            'No AWS region is named.',
          )
        : told(signIn)
    case 'credentials_expired':
      return told(signIn)
    case 'credentials_invalid':
      return told(signIn + doubt)
    case 'cloud_unreachable':
      return told(`Is there a way to AWS from here?${doubt}`)
    default:
      return error
  }
}
