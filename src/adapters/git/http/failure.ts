import { Errors } from 'isomorphic-git'
import { TrellisError } from '../../../core/errors.ts'
import { lastWords, shownAddress } from '../failure.ts'

/** What a remote that was asked by https failed with. */
export function explained(error: unknown, repository: string): TrellisError {
  if (error instanceof TrellisError) return error
  const shown = shownAddress(repository)
  const status = error instanceof Errors.HttpError ? error.data.statusCode : null
  if (error instanceof Errors.UserCanceledError || status === 401 || status === 403) {
    return new TrellisError(
      'repository_wants_password',
      `${shown} wants a user and a password, or does not accept the ones it got.`,
      'Connect Trellis to GitHub (`trellis github connect`), or use a public repository.',
      { cause: error },
    )
  }
  if (status === 404 || error instanceof Errors.SmartHttpError) {
    return new TrellisError(
      'invalid_repository',
      `There is no git repository at ${shown}, or it does not show itself to Trellis.`,
      'Check the URL.',
      { cause: error },
    )
  }
  const said = lastWords(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  return new TrellisError('repository_unreachable', `${shown} could not be read: ${said}`, 'Check the address.', {
    cause: error,
  })
}
