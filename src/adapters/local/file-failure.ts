import { TrellisError } from '../../core/errors.ts'

/** What the file system reports of a full disk, in Trellis's words; anything else stays as it is. */
export function fileFailure(error: unknown, path: string): unknown {
  if (!isFileError(error, 'ENOSPC') && !isFileError(error, 'EDQUOT')) return error
  return new TrellisError('disk_full', `The disk that holds ${path} is full.`, 'Free some space and try again.', {
    cause: error,
  })
}

export const isFileError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
