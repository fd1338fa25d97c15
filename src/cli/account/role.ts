import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Account, AddedAccount } from '../../contract/account.ts'
import { Region, Slug } from '../../contract/names.ts'
import { TargetAccess, type TargetRole } from '../../contract/target-role.ts'
import { invalid } from '../cli-error.ts'
import { fits } from '../input/fits.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import { noteWarnings } from '../view/warnings.ts'
import { arnIn, whenMade } from './wait-for-role.ts'

interface Options {
  region: string
  access: TargetAccess
  template?: string
  make?: boolean
  wait?: string
  profile?: string
}

interface Wanted {
  name: string
  region: string
  access: TargetAccess
}

export const accountRole = (shell: Shell): Command =>
  leaf('role', 'Say how a role is made that lets Trellis into an AWS account', {
    examples: [
      'trellis account role live --region eu-central-1',
      'trellis account role live --region eu-central-1 --access administrator',
      'trellis account role live --region eu-central-1 --template role.json',
      'trellis account role live --region eu-central-1 --make --profile live',
      'trellis account role live --region eu-central-1 --wait 123456789012',
    ],
    more: 'The role trusts this Trellis alone, and only when it says the external id that Trellis makes for this account. Make it first, then add the account with its ARN. Trellis in AWS gives a link that opens CloudFormation with all of it filled in; elsewhere, write the template to a file. --make does all of it: it makes the role with the AWS credentials of your shell, which have to be those of that account, and adds the account; one that is there already is given this one, and stays the AWS account that it is. --wait is for an AWS account of somebody else: it says what they have to do, waits until they have, and adds the account.',
  })
    .argument('<name>', 'What Trellis is to call the account', fits('The name', Slug))
    .requiredOption('--region <region>', 'Where it deploys to, such as eu-central-1', fits('--region', Region))
    .addOption(
      new Option('--access <access>', 'What the role may do: use what the CDK prepared in the account, or everything')
        .choices(TargetAccess.options)
        .default('cdk'),
    )
    .option('--template <file>', 'Write the template for CloudFormation there')
    .option('--make', 'Make it, with the AWS credentials of your shell, and add the account')
    .addOption(
      new Option('--wait <account>', 'Wait until somebody made it in that AWS account, and add the account')
        .argParser(awsAccount)
        .conflicts(['make', 'template']),
    )
    .option('--profile <profile>', 'With those of a profile: for --make')
    .action(async (name: string, { region, access, template, make, profile, wait }: Options) => {
      if (profile !== undefined && !make) throw invalid('--profile is of no use without --make.', 'Give both.')
      const role = await shell.client.call('prepareRole', { params: { account: name }, body: { region, access } })
      if (template) await write(resolve(shell.world.cwd, template), role.template)
      if (make) return made(shell, { name, region, access, profile }, role)
      if (wait) return waited(shell, { name, region, access, account: wait }, role)
      shell.show(role, wayTo(shell, name, region, role, template))
    })

/** All of what is to be done elsewhere, by whoever is let in there. */
async function made(
  shell: Shell,
  { name, region, access, profile }: Wanted & { profile: string | undefined },
  role: TargetRole,
): Promise<void> {
  const say = (line: string) => shell.terminal.note(line)
  // One that is there already is given the role, and must not become another AWS account by it.
  const known = (await shell.client.call('listAccounts')).find(one => one.name === name)
  const place = { region, profile, account: known ? idOf(known) : null }
  const { roleArn, endpointUrl } = await shell.world.powers.makeRole(place, role, say)
  const credentials = { kind: 'role' as const, roleArn }
  const account = known
    ? await shell.client.call('setAccount', { params: { account: name }, body: { credentials } })
    : await shell.client.call('addAccount', {
        body: { name, region, credentials, ...(endpointUrl !== null && { endpointUrl }) },
      })
  noteWarnings(shell, account.warnings)
  shell.show(account, added(shell, account, access, `${roleArn}, which was made there`))
}

/** Which AWS account it is: the role must not be made in another one. */
function idOf({ name, accountId }: Account): string {
  if (accountId) return accountId
  throw invalid(
    `Which AWS account ${name} is does not show, so its role might be made in another one.`,
    `Give its credentials again, so that AWS is asked whose they are (trellis account set ${name}), or make the role without --make, where you are signed in to that account.`,
  )
}

function awsAccount(given: string): string {
  if (/^\d{12}$/.test(given)) return given
  throw new InvalidArgumentError('It must be the twelve digits of an AWS account.')
}

async function waited(
  shell: Shell,
  { name, region, access, account: whose }: Wanted & { account: string },
  role: TargetRole,
): Promise<void> {
  const { paint } = shell.terminal.look
  const roleArn = arnIn(role, whose)
  shell.terminal.note([
    ...howToMake(shell, role, undefined).map(line => `  ${line}`),
    paint('dim', `Waiting until that is done in the AWS account ${whose}; Ctrl-C ends it.`),
  ])
  const credentials = { kind: 'role' as const, roleArn }
  const account = await whenMade<AddedAccount>({
    add: () => shell.client.call('addAccount', { body: { name, region, credentials } }),
    async added() {
      const one = (await shell.client.call('listAccounts')).find(each => each.name === name)
      return one?.credentials.roleArn === roleArn ? { ...one, accountId: whose, warnings: [] } : undefined
    },
  })
  noteWarnings(shell, account.warnings)
  shell.show(account, added(shell, account, access, `${roleArn}, which is there now`))
}

/** A role that may only use what the CDK prepared cannot prepare it. */
function added({ terminal }: Shell, account: Account, access: TargetAccess, role: string): string[] {
  const { paint } = terminal.look
  const { name, region, accountId } = account
  const prepare =
    access === 'administrator'
      ? `trellis account bootstrap ${name}`
      : `npx cdk bootstrap aws://${accountId ?? 'ACCOUNT'}/${region}, where you are signed in to that account`
  return [
    `${paint('green', symbols.good)} Account ${paint('bold', name)} in ${region}: by the role ${role}.`,
    paint('dim', `  If CDK was never used there: ${prepare}`),
  ]
}

/** A link, or a command where there is none. */
function howToMake({ terminal }: Shell, role: TargetRole, template: string | undefined): string[] {
  const { quickCreateUrl, parameters, roleName } = role
  const given = Object.entries(parameters).map(([key, value]) => `${key}='${value}'`)
  const byCommand = `aws cloudformation deploy --stack-name ${roleName} --template-file ${template ?? 'FILE'} --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${given.join(' ')}`
  const byHand = template ? [] : [terminal.look.paint('dim', '  FILE is written by --template FILE.')]
  return quickCreateUrl && !template ? [quickCreateUrl] : [byCommand, ...byHand]
}

function wayTo(shell: Shell, name: string, region: string, role: TargetRole, template: string | undefined): string[] {
  const { look } = shell.terminal
  const { roleName, externalId, trusted } = role
  return [
    ...pairs(
      [
        ['Role', roleName],
        ['Trusts', trusted],
        ['External id', externalId],
      ],
      look,
    ),
    '',
    `Where you are signed in to the AWS account that ${name} is to be:`,
    ...howToMake(shell, role, template).map(line => `  ${line}`),
    '',
    'Then, with the RoleArn that the stack gives:',
    `  trellis account add ${name} --region ${region} --role-arn arn:aws:iam::ACCOUNT:role/${roleName}`,
  ]
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw invalid(`${file} cannot be written: ${why}.`, 'Name another file.')
  }
}
