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
    | { kind: 'role'; roleArn: string; externalId?: string | undefined }
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
   * @throws TrellisError credentials_missing, credentials_invalid, credentials_expired, cloud_unreachable, cloud_failed
   */
  access(account: TargetAccount): Promise<CloudAccess>
  /** Who assumes roles: the ARN by which AWS knows the machine's own chain. @throws as access */
  identity(): Promise<string>
  /**
   * Whether the role of an account asks for its external id: it refuses whoever says another one.
   * @throws as access, but for the refusal
   */
  asksForExternalId(account: TargetAccount): Promise<boolean>
  /** Puts a template where CloudFormation finds it for an hour. @returns where; null: there is no such place here */
  publish(template: string): Promise<string | null>
}
