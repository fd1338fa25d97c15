import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { createClock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { createDataKey } from './data-key.ts'
import { type ObjectsPlace, openObjects } from './objects.ts'
import { createRecords } from './records.ts'
import { createSecretVault } from './secret-vault.ts'

export interface AwsPlaces extends ObjectsPlace {
  dynamo: DynamoDBClient
  secrets: () => Promise<SecretsManagerClient>
  table: string
  /** The secret that holds the data key. */
  dataKey: string
}

/** The part of `Ports` that remembers, in the account of an installation. Who watches is told by `createLiveUpdates`. */
export function createAwsStores({ dynamo, s3, secrets, table, bucket, dataKey }: AwsPlaces) {
  const clock = createClock()
  const key = createDataKey(secrets, dataKey)
  return {
    ...createRecords(dynamo, table, { s3, bucket }),
    vault: createSecretVault(key),
    ...openObjects({ s3, bucket }),
    clock,
    ids: createIds(clock),
    /** It goes with the key: records that are moved elsewhere stay those of this installation. */
    installation: async () => (await key.keyFor('installation')).toString('hex').slice(0, 16),
  }
}
