import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { prepareForCdk } from '../../../src/adapters/aws/prepare-for-cdk.ts'
import type { CloudAccess } from '../../../src/core/ports/target-accounts.ts'
import { emulatorAccount } from '../../support/emulator.ts'
import type { AwsPlace } from './place.ts'

const file = new URL(
  '../../../node_modules/@aws-cdk/toolkit-lib/lib/api/bootstrap/bootstrap-template.yaml',
  import.meta.url,
)
const template = await readFile(file, 'utf8')
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Each in a region where nobody has prepared anything. */
function scene(endpointUrl: string, region: string) {
  const access: CloudAccess = { accountId: emulatorAccount, region, endpointUrl, credentials }
  const lines: string[] = []
  return {
    lines,
    prepare: (body = template, policies: string[] = []) =>
      prepareForCdk(async () => body)(access, policies, line => lines.push(line)),
    cloudFormation: new CloudFormationClient({
      region,
      endpoint: endpointUrl,
      credentials,
    }),
  }
}

async function untilRolledBack(client: CloudFormationClient): Promise<void> {
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
    if (Stacks?.[0]?.StackStatus === 'UPDATE_ROLLBACK_COMPLETE') return
  }
}

/** A resource that cannot be made. */
const nobodys = (region: string) => ({
  Type: 'Custom::Nothing',
  Properties: { ServiceToken: `arn:aws:lambda:${region}:${emulatorAccount}:function:nobody` },
})

export function suite(place: AwsPlace): void {
  describe('An account is prepared for the CDK without the CDK', () => {
    const prepared = async (prepare: () => Promise<'ready' | 'going-on'>): Promise<number> => {
      for (let calls = 1; calls < 600; calls++) if ((await prepare()) === 'ready') return calls
      throw new Error('it is never ready')
    }

    test('the first call begins it, a later one says that it stands; asked again it changes nothing', async t => {
      const { prepare, lines } = scene(place(t).endpoint, 'eu-west-1')
      assert.ok((await prepared(prepare)) > 1)
      assert.equal(lines[0], 'The stack CDKToolkit is being made.')
      assert.match(lines.at(-1) ?? '', /^CDKToolkit stands, version \d\d\.$/)
      assert.equal(await prepared(prepare), 1)
    })

    test('what it may do there is chosen when it is made, and never changed afterwards', async t => {
      const { prepare, lines, cloudFormation } = scene(place(t).endpoint, 'eu-west-4')
      const policies = ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::aws:policy/IAMFullAccess']
      const may = async () => {
        const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
        return Stacks?.[0]?.Parameters?.find(one => one.ParameterKey === 'CloudFormationExecutionPolicies')
          ?.ParameterValue
      }
      await prepared(() => prepare(template, policies))
      assert.equal(await may(), policies.join())
      assert.ok(!lines.some(line => line.includes('keeps')), lines.join('\n'))
      await prepared(() => prepare(template, policies.slice(0, 1)))
      assert.equal(await may(), policies.join())
      assert.ok(lines.includes(`CDKToolkit keeps what it may do: ${policies.join()}.`), lines.join('\n'))
    })

    test('an older one is brought up to date, a newer one left alone', async t => {
      const { prepare, lines } = scene(place(t).endpoint, 'eu-west-2')
      const older = template.replaceAll(/Value: '\d+'/g, "Value: '5'")
      await prepared(() => prepare(older))
      await prepared(prepare)
      assert.ok(
        lines.some(line => /^CDKToolkit is brought from version 5 to \d\d\.$/.test(line)),
        lines.join('\n'),
      )
      const calls = await prepared(() => prepare(older))
      assert.equal(calls, 1)
    })

    test('an update that was taken back is told, and not begun again; nor is one that waits for its first change set', async t => {
      const { endpoint } = place(t)
      const failed = scene(endpoint, 'eu-north-1')
      await prepared(() => failed.prepare(template.replaceAll(/Value: '\d+'/g, "Value: '5'")))
      // What failed at an earlier attempt is not the cause of this one.
      for (const name of ['Older', 'Broken']) {
        const TemplateBody = JSON.stringify({ Resources: { [name]: nobodys('eu-north-1') } })
        await failed.cloudFormation.send(new UpdateStackCommand({ StackName: 'CDKToolkit', TemplateBody }))
        await untilRolledBack(failed.cloudFormation)
      }
      await assert.rejects(prepared(failed.prepare), { message: /CDKToolkit is UPDATE_ROLLBACK_COMPLETE: Broken, / })
      const begun = scene(endpoint, 'eu-south-1')
      const first = { StackName: 'CDKToolkit', ChangeSetName: 'first', ChangeSetType: 'CREATE' as const }
      await begun.cloudFormation.send(
        new CreateChangeSetCommand({ ...first, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
      )
      await assert.rejects(prepared(begun.prepare), { message: /CDKToolkit is REVIEW_IN_PROGRESS/ })
    })

    test('one that failed is told by its cause, and how to mend it', async t => {
      const { prepare, cloudFormation } = scene(place(t).endpoint, 'eu-west-3')
      const Resources = { Broken: nobodys('eu-west-3') }
      await cloudFormation.send(
        new CreateStackCommand({ StackName: 'CDKToolkit', TemplateBody: JSON.stringify({ Resources }) }),
      )
      await assert.rejects(prepared(prepare), {
        code: 'account_not_bootstrapped',
        message: /^The stack CDKToolkit is ROLLBACK_COMPLETE: Broken, /,
        hint: /Mend that and the stack CDKToolkit/,
      })
    })
  })
}
