import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Region, Slug } from '../../contract/names.ts'
import { TargetAccess, type TargetRole } from '../../contract/target-role.ts'
import { invalid } from '../cli-error.ts'
import { fits } from '../input/fits.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { pairs } from '../view/table.ts'
import { noteWarnings } from '../view/warnings.ts'

interface Options {
  region: string
  access: TargetAccess
  template?: string
  make?: boolean
  profile?: string
}

export const accountRole = (shell: Shell): Command =>
  leaf('role', 'Say how a role is made that lets Trellis into an AWS account', {
    examples: [
      'trellis account role live --region eu-central-1',
      'trellis account role live --region eu-central-1 --access administrator',
      'trellis account role live --region eu-central-1 --template role.json',
      'trellis account role live --region eu-central-1 --make --profile live',
    ],
    more: 'The role trusts this Trellis alone, and only when it says the external id that Trellis makes for this account. Make it first, then add the account with its ARN. Trellis in AWS gives a link that opens CloudFormation with all of it filled in; elsewhere, write the template to a file. --make does all of it: it makes the role with the AWS credentials of your shell, which have to be those of that account, and adds the account; one that is there already is given the role.',
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
    .option('--profile <profile>', 'With those of a profile: for --make')
    .action(async (name: string, { region, access, template, make, profile }: Options) => {
      if (profile !== undefined && !make) throw invalid('--profile is of no use without --make.', 'Give both.')
      const role = await shell.client.call('prepareRole', { params: { account: name }, body: { region, access } })
      if (template) await write(resolve(shell.world.cwd, template), role.template)
      if (make) return made(shell, { name, region, profile }, role)
      shell.show(role, wayTo(shell, name, region, role, template))
    })

/** All of what is to be done elsewhere, by whoever is let in there. */
async function made(
  shell: Shell,
  { name, region, profile }: { name: string; region: string; profile: string | undefined },
  role: TargetRole,
): Promise<void> {
  const say = (line: string) => shell.terminal.note(line)
  // One that is there already is given the role, and must not become another AWS account by it.
  const known = (await shell.client.call('listAccounts')).find(one => one.name === name)
  const place = { region, profile, account: known?.credentials.roleArn?.split(':')[4] ?? null }
  const { roleArn, endpointUrl } = await shell.world.powers.makeRole(place, role, say)
  const credentials = { kind: 'role' as const, roleArn }
  const account = known
    ? await shell.client.call('setAccount', { params: { account: name }, body: { credentials } })
    : await shell.client.call('addAccount', {
        body: { name, region, credentials, ...(endpointUrl !== null && { endpointUrl }) },
      })
  noteWarnings(shell, account.warnings)
  const { paint } = shell.terminal.look
  shell.show(account, [
    `${paint('green', symbols.good)} Account ${paint('bold', name)} in ${region}: by the role ${roleArn}, which was made there.`,
    paint('dim', `  If CDK was never used there: trellis account bootstrap ${name}`),
  ])
}

function wayTo(shell: Shell, name: string, region: string, role: TargetRole, template: string | undefined): string[] {
  const { look } = shell.terminal
  const { quickCreateUrl, parameters, roleName, externalId, trusted } = role
  const given = Object.entries(parameters).map(([key, value]) => `${key}='${value}'`)
  const byCommand = `aws cloudformation deploy --stack-name ${roleName} --template-file ${template ?? 'FILE'} --capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${given.join(' ')}`
  const byHand = template ? [] : [look.paint('dim', '  FILE is written by --template FILE.')]
  const how = quickCreateUrl && !template ? [quickCreateUrl] : [byCommand, ...byHand]
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
    ...how.map(line => `  ${line}`),
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
