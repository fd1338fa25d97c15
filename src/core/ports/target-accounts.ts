import type { CloudCredentials } from '../../contract/job.ts'

/** An account with its secrets opened, as the core hands it to adapters. */
export interface TargetAccount {
  /** Null: the machine's own chain in its own region. */
  name: string | null
  region: string | null
  endpointUrl: string | null
  credentials:
    | { kind: 'chain' }
    | { kind: 'profile'; profile: string }
    | { kind: 'role'; roleArn: string }
    | { kind: 'keys'; accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }
}

export interface CloudAccess {
  accountId: string
  region: string
  endpointUrl: string | null
  credentials: CloudCredentials
}

/** Credentials for one environment, short-lived where the account allows it. */
export interface TargetAccounts {
  /**
   * Resolves credentials and asks the cloud whose they are. May answer from a cache while they stay valid for 15 more minutes.
   * @throws TrellisError credentials_missing, credentials_invalid, credentials_expired, cloud_unreachable
   */
  access(account: TargetAccount): Promise<CloudAccess>
}
