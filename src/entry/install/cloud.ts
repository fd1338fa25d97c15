import type { Stack } from '@aws-sdk/client-cloudformation'
import { AwsTargetAccounts } from '../../adapters/aws/target-accounts.ts'
import { TrellisError } from '../../core/errors.ts'
import type { CloudAccess } from '../../core/ports/target-accounts.ts'
import { Link } from '../../runner/cdk/link.ts'
import { Session } from '../../runner/cdk/session.ts'
import { tagsOf } from '../../runner/cdk/stacks.ts'
import { version } from '../version.ts'
import { forInstaller } from './credential-hints.ts'

/** Where an installation is or is to be. */
export interface Place {
  name: string
  region: string | undefined
  profile: string | undefined
  /** To be found under; absent: as before, and at first that of CloudFront. */
  domain?: string | undefined
  /** For build machines; null: the public one; absent: as before. */
  image?: string | null
  /** Who is told of alarms; null: nobody any more; absent: as before. */
  alarmEmail?: string | null
  /** ARNs of what the CDK's execution role may do, where the account has to be prepared first; none: everything. */
  bootstrapPolicies?: string[]
}

/** Told what goes on, a line at a time. */
export type Say = (line: string) => void

export interface Cloud {
  access: CloudAccess
  /** Who installs: the ARN by which AWS knows them. */
  identity: string
  session: Session
}

/** What is known of an installation that stands. */
export interface Standing {
  stack: Stack & { StackId: string }
  outputs: Record<string, string>
  version: string
  /** Whether it came to stand, be it at an earlier time. */
  whole: boolean
}

/** The account that the credentials of whoever installs lead to. @throws TrellisError credentials_…, cloud_unreachable, cloud_failed */
export async function openCloud({ region, profile }: Place, say: Say): Promise<Cloud> {
  const accounts = new AwsTargetAccounts({
    now: Date.now,
    defaultRegion: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
  })
  const account = {
    name: null,
    region: region ?? null,
    endpointUrl: process.env.AWS_ENDPOINT_URL ?? null,
    credentials: profile ? ({ kind: 'profile', profile } as const) : ({ kind: 'chain' } as const),
  }
  const access = await accounts.access(account).catch(error => {
    throw forInstaller(error, region)
  })
  const identity = await accounts.identity(account)
  // Some SDK clients of the CDK look here.
  process.env.AWS_REGION = access.region
  const link = new Link(message => {
    if (message.type === 'log') say(message.text)
  })
  return { access, identity, session: new Session(access, link) }
}

/** Null: no stack of that name stands. @throws TrellisError already_exists: it is something else */
export async function findInstallation({ session }: Cloud, name: string): Promise<Standing | null> {
  const stack = await session.stacks.describe({ name })
  if (!stack?.StackId || stack.StackStatus === 'REVIEW_IN_PROGRESS') return null
  if (tagsOf(stack).trellis !== 'installation') {
    throw new TrellisError(
      'already_exists',
      `A stack ${name} stands here, and it is no installation of Trellis.`,
      'Choose another name with --name.',
    )
  }
  const outputs = Object.fromEntries((stack.Outputs ?? []).map(one => [one.OutputKey ?? '', one.OutputValue ?? '']))
  const whole = !/^(CREATE|ROLLBACK|DELETE)_/.test(stack.StackStatus ?? '') || stack.StackStatus === 'CREATE_COMPLETE'
  return { stack: { ...stack, StackId: stack.StackId }, outputs, version: outputs.Version ?? version, whole }
}
