import { createHash } from 'node:crypto'
import type { Agent } from 'node:https'
import type { CloudCredentials } from '../../contract/job.ts'
import { TrellisError } from '../../core/errors.ts'
import type { CloudAccess, TargetAccount, TargetAccounts } from '../../core/ports/target-accounts.ts'
import { cloudFailure } from './aws-failure.ts'

/** The port says so: an answer from the cache has to stay valid that long. */
const leastLeftMs = 15 * 60_000
/** Keys without an end are asked about again, since they can be revoked. */
const trustedMs = 5 * 60_000
/** As long as any role allows, so that most deployments end within it. */
const roleSeconds = 3_600

interface Options {
  now: () => number
  /**
   * The machine's own credentials are not for builds: what Trellis itself may do in AWS, such as to read every record of its table, no
   * build may. They only open the doors of roles.
   */
  keepsOwn?: boolean | undefined
  /** The role through which the machine goes to others: they let that one in. Without, it goes by itself. */
  door?: string | undefined
  /** Of the machine's own chain, when the account names none. */
  defaultRegion?: string | undefined
  /** Knows the way through a company's proxy, of which the SDK knows nothing. */
  httpsAgent?: Agent | undefined
  /** Puts a template where CloudFormation finds it, where there is such a place. */
  publish?: ((template: string) => Promise<string>) | undefined
}

const own = "The machine's own AWS credentials"
const machine: TargetAccount = { name: null, region: null, endpointUrl: null, credentials: { kind: 'chain' } }
function refuseOwn({ name, credentials: { kind } }: TargetAccount): void {
  if (kind !== 'chain' && kind !== 'profile') return
  throw new TrellisError(
    'credentials_missing',
    name === null
      ? 'The environment names no account, and the credentials of Trellis itself are not given to builds here.'
      : `The account ${name} has no credentials of its own, and those of Trellis itself are not given to builds here.`,
    `\`trellis account role ${name ?? 'NAME'} --region REGION\` says how a role is made that lets Trellis in; \`--keys-from-stdin\` takes access keys.`,
  )
}

/** Of no account. */
const wrongId = 'trellis-00000000000000000000000000000000'

interface ClientConfig {
  region: string
  endpoint?: string
  requestHandler?: { httpsAgent: Agent }
}

/** Credentials by AWS's own providers; the SDK is loaded with the first question, since most of the time nobody asks. */
export class AwsTargetAccounts implements TargetAccounts {
  readonly #options: Options
  readonly #cache = new Map<string, { access: Promise<CloudAccess>; asked: number }>()

  constructor(options: Options) {
    this.#options = options
  }

  async access(account: TargetAccount): Promise<CloudAccess> {
    if (this.#options.keepsOwn) refuseOwn(account)
    // Hashed: keys must not lie about in plain text as the key of a map.
    const key = createHash('sha256').update(JSON.stringify(account)).digest('base64')
    const known = this.#cache.get(key)
    if (known) {
      const access = await known.access.catch(() => undefined)
      if (access && this.#usable(access, known.asked)) return access
    }
    const entry = { access: this.#resolve(account), asked: this.#options.now() }
    this.#cache.set(key, entry)
    // A failure is not remembered: it is mended outside of Trellis.
    entry.access.catch(() => this.#cache.get(key) === entry && this.#cache.delete(key))
    return await entry.access
  }

  #usable({ credentials }: CloudAccess, asked: number): boolean {
    const now = this.#options.now()
    return credentials.expiresAt ? Date.parse(credentials.expiresAt) - now > leastLeftMs : now - asked < trustedMs
  }

  async #resolve(account: TargetAccount): Promise<CloudAccess> {
    const { arn: _, ...access } = await this.#ask(account)
    return access
  }

  async identity(account: TargetAccount = machine): Promise<string> {
    return (await this.#ask(account)).arn
  }

  async asksForExternalId(account: TargetAccount): Promise<boolean> {
    const { credentials } = account
    if (credentials.kind !== 'role') return false
    try {
      await this.#ask({ ...account, credentials: { ...credentials, externalId: wrongId } })
      return false
    } catch (error) {
      if (error instanceof TrellisError && error.code === 'credentials_invalid') return true
      throw error
    }
  }

  async publish(template: string): Promise<string | null> {
    return (await this.#options.publish?.(template)) ?? null
  }

  /** Whose they are, and by which name AWS knows who has them. */
  async #ask(account: TargetAccount): Promise<CloudAccess & { arn: string }> {
    const subject = account.name === null ? own : `The account ${account.name}`
    try {
      const region = account.region ?? (await this.#ownRegion(subject, account))
      const credentials = await credentialsOf(account, this.#client(account, region), this.#options.door)
      const { GetCallerIdentityCommand, STSClient } = await import('./sdk/sts.ts')
      const client = new STSClient({ ...this.#client(account, region), credentials: sdkShape(credentials) })
      const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}))
      if (!Account) throw new TrellisError('credentials_invalid', `${subject}: AWS does not say whose they are.`)
      return { accountId: Account, region, endpointUrl: account.endpointUrl, credentials, arn: Arn ?? '' }
    } catch (error) {
      throw cloudFailure(error, subject)
    }
  }

  #client({ endpointUrl }: TargetAccount, region: string): ClientConfig {
    const { httpsAgent } = this.#options
    return {
      region,
      ...(endpointUrl !== null && { endpoint: endpointUrl }),
      ...(httpsAgent && { requestHandler: { httpsAgent } }),
    }
  }

  async #ownRegion(subject: string, { credentials }: TargetAccount): Promise<string> {
    const profile = credentials.kind === 'profile' ? credentials.profile : undefined
    // A profile that was named counts before what is the machine's usual region.
    if (this.#options.defaultRegion && !profile) return this.#options.defaultRegion
    const { STSClient } = await import('./sdk/sts.ts')
    try {
      // The SDK looks into the environment and the profile.
      return await new STSClient(profile ? { profile } : {}).config.region()
    } catch {
      throw new TrellisError(
        'credentials_missing',
        `${subject}: no AWS region is set.`,
        'Set AWS_REGION, or add an account with `trellis account add NAME --region R`.',
      )
    }
  }
}

const sdkShape = ({ accessKeyId, secretAccessKey, sessionToken }: CloudCredentials) => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken && { sessionToken }),
})

async function credentialsOf(
  { credentials }: TargetAccount,
  clientConfig: ClientConfig,
  door: string | undefined,
): Promise<CloudCredentials> {
  if (credentials.kind === 'keys') return sdkShape(credentials)
  const providers = await import('./sdk/credentials.ts')
  const session = { RoleSessionName: 'trellis', DurationSeconds: roleSeconds }
  const atDoor = door && providers.fromTemporaryCredentials({ clientConfig, params: { RoleArn: door, ...session } })
  const provider =
    credentials.kind === 'chain'
      ? atDoor || providers.fromNodeProviderChain({ clientConfig })
      : credentials.kind === 'profile'
        ? providers.fromIni({ profile: credentials.profile, clientConfig })
        : providers.fromTemporaryCredentials({
            clientConfig,
            ...(atDoor && { masterCredentials: atDoor }),
            params: {
              ...{ RoleArn: credentials.roleArn, ...session },
              ...(credentials.externalId && { ExternalId: credentials.externalId }),
            },
          })
  const { expiration, ...found } = await provider()
  return { ...sdkShape(found), ...(expiration && { expiresAt: expiration.toISOString() }) }
}
