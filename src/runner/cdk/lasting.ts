import type { CloudCredentials } from '../../contract/job.ts'
import type { WorkerAccess } from './messages.ts'

/** A way to the cloud that lasts longer than its credentials. */
export interface Access extends WorkerAccess {
  /** Asks for fresh ones. Undefined: there are none; what is known is used until AWS refuses it. */
  renew?: () => Promise<CloudCredentials | undefined>
}

/** The SDKs ask again when no more than this is left. */
const soonMs = 5 * 60_000

/** Credentials as the SDKs ask for them: before those that they were given expire, they ask anew, also in the middle of a deployment. */
export function lasting(access: Access) {
  let asked: Promise<void> | undefined
  return async () => {
    if (access.renew && isSoonOver(access.credentials)) {
      asked ??= access
        .renew()
        .then(fresh => {
          if (fresh) access.credentials = fresh
        })
        .finally(() => {
          asked = undefined
        })
      await asked
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = access.credentials
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    return expiresAt ? { ...keys, expiration: new Date(expiresAt) } : keys
  }
}

const isSoonOver = ({ expiresAt }: CloudCredentials): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - Date.now() < soonMs
