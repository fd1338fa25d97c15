import { z } from 'zod'
import type { Environment } from '../../contract/app.ts'
import type { Ports } from '../ports/ports.ts'
import type { TargetAccount } from '../ports/target-accounts.ts'
import { secretContext } from './add-account.ts'
import { findAccount } from './find-account.ts'

const Secret = z.object({ secretAccessKey: z.string(), sessionToken: z.string().optional() })

/** @throws TrellisError account_not_found, key_unusable */
export async function openAccount(ports: Ports, name: string): Promise<TargetAccount> {
  const { region, endpointUrl, credentials, secret } = await findAccount(ports, name)
  const opened = { name, region, endpointUrl }
  switch (credentials.kind) {
    case 'chain':
      return { ...opened, credentials: { kind: 'chain' } }
    case 'profile':
      return { ...opened, credentials: { kind: 'profile', profile: credentials.profile ?? 'default' } }
    case 'role':
      return {
        ...opened,
        credentials: { kind: 'role', roleArn: credentials.roleArn ?? '', externalId: credentials.externalId },
      }
    case 'keys': {
      const keys = Secret.parse(JSON.parse(await ports.vault.open(secret ?? '', secretContext(name))))
      return { ...opened, credentials: { kind: 'keys', accessKeyId: credentials.accessKeyId ?? '', ...keys } }
    }
  }
}

/** Where an environment deploys to: its own account and region, or the machine's. @throws as openAccount */
export async function targetOf(
  ports: Ports,
  environment: Pick<Environment, 'account' | 'region'>,
): Promise<TargetAccount> {
  const account: TargetAccount = environment.account
    ? await openAccount(ports, environment.account)
    : { name: null, region: null, endpointUrl: null, credentials: { kind: 'chain' } }
  return { ...account, region: environment.region ?? account.region }
}
