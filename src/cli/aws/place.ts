import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { DomainName, EmailAddress, ImageName, PolicyArn, Region } from '../../contract/names.ts'
import { fits } from '../input/fits.ts'
import type { DnsRecord, InstallPlace } from '../world.ts'

export interface PlaceOptions {
  name: string
  region?: string
  profile?: string
  domain?: string
  image?: string | false
  alarmEmail?: string | false
  bootstrapPolicy?: string[]
}

/** Where an installation is: the options that all its commands have. */
export const withPlace = (command: Command): Command =>
  command
    .option('--region <region>', 'Default: that of AWS_REGION or of the profile', fits('--region', Region))
    .option('--profile <profile>', 'Of your AWS configuration')
    .option('--name <name>', 'Of the installation, and of its stack', stackName, 'trellis')

/** Of those that bring something there. */
export const withChoices = (command: Command): Command =>
  command
    .option('--domain <domain>', 'To be found under; one that was given stays', fits('--domain', DomainName))
    .option(
      '--image <image>',
      'Of your own for builds, with git, Python and Node 24; stays as well',
      fits('--image', ImageName),
    )
    .option('--no-image', 'The public image again')
    .option(
      '--alarm-email <address>',
      'Who is told when calls of Trellis itself fail; stays as well',
      fits('--alarm-email', EmailAddress),
    )
    .option('--no-alarm-email', 'Tell nobody any more')

export const placeOf = ({
  name,
  region,
  profile,
  domain,
  image,
  alarmEmail,
  bootstrapPolicy,
}: PlaceOptions): InstallPlace => ({
  ...{ name, region, profile },
  ...(domain !== undefined && { domain }),
  ...(image !== undefined && { image: image || null }),
  ...(alarmEmail !== undefined && { alarmEmail: alarmEmail || null }),
  ...(bootstrapPolicy && { bootstrapPolicies: bootstrapPolicy }),
})

/** What is yet to be set where a domain is kept. */
export const recordLines = (record: DnsRecord | null): string[] =>
  record
    ? [
        `Set this record where ${record.name} is kept, and it leads there: ${record.name} ${record.type} ${record.value}`,
      ]
    : []

/** One more each time that the option is given. */
export const policyArn = (value: string, before: string[] = []): string[] => [
  ...before,
  fits('--bootstrap-policy', PolicyArn)(value),
]

/** As CloudFormation takes it, with room for the names that it makes of it. */
function stackName(value: string): string {
  if (/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/.test(value)) return value
  throw new InvalidArgumentError('Use up to 40 letters, digits and dashes, a letter first.')
}
