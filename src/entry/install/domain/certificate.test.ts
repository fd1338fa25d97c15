import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fakeCloudFormation } from '../../../runner/cdk/testing/fake-cloudformation.ts'
import { ensureCertificate } from './certificate.ts'
import { namesAbove } from './find-zone.ts'

const wish = { stack: 'trellis-domain-1', domain: 'trellis.example.org', tags: { trellis: 'domain' } }
const toSet = 'Content of DNS Record is: {Name: _a1.trellis.example.org.,Type: CNAME,Value: _b2.acm-validations.aws.}'

/** @param states of the stack, one a look; null: there is none */
async function ensure(t: TestContext, states: (string | null)[], given: { zone?: string; events?: string[] } = {}) {
  const left = [...states]
  const templates: string[] = []
  const cloud = await fakeCloudFormation({
    DescribeStacks: () => {
      const state = left.length > 1 ? left.shift() : left[0]
      const outputs = '<Outputs><member><OutputValue>arn:cert</OutputValue></member></Outputs>'
      const stack = `<StackName>${wish.stack}</StackName><StackStatus>${state}</StackStatus>${outputs}`
      return state ? `<Stacks><member>${stack}</member></Stacks>` : '<Stacks/>'
    },
    DescribeStackEvents: () => {
      const told = (given.events ?? []).map(reason => {
        const status = reason === toSet ? 'CREATE_IN_PROGRESS' : 'CREATE_FAILED'
        return `<member><ResourceStatus>${status}</ResourceStatus><ResourceStatusReason>${reason}</ResourceStatusReason></member>`
      })
      return `<StackEvents>${told.join('')}</StackEvents>`
    },
    CreateStack: input => {
      templates.push(input.get('TemplateBody') ?? '')
      return ''
    },
    DeleteStack: () => '',
  })
  t.after(() => cloud.close())
  const outcome = await ensureCertificate(cloud.session, { ...wish, zone: given.zone ?? null }).catch(
    (error: Error) => error,
  )
  return { outcome, templates, changed: cloud.calls.filter(one => !one.startsWith('Describe')) }
}

test('in a zone of the account a certificate is proved without anybody', async t => {
  const states = [null, 'CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']
  const { outcome, templates } = await ensure(t, states, { zone: 'Z1', events: [toSet] })
  assert.equal(outcome, 'arn:cert')
  const { Properties } = JSON.parse(templates[0] ?? '').Resources.Certificate
  assert.deepEqual(Properties, {
    ...{ DomainName: wish.domain, ValidationMethod: 'DNS' },
    DomainValidationOptions: [{ DomainName: wish.domain, HostedZoneId: 'Z1' }],
  })
})

test('elsewhere the record that proves it is told, and the next attempt goes on with the same certificate', async t => {
  const { outcome } = await ensure(t, [null, 'CREATE_IN_PROGRESS'], { events: [toSet] })
  assert.ok(outcome instanceof Error && 'code' in outcome && 'hint' in outcome)
  assert.equal(outcome.code, 'domain_unproved')
  assert.match(String(outcome.hint), /_a1\.trellis\.example\.org CNAME _b2\.acm-validations\.aws$/)
  const again = await ensure(t, ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'], { events: [toSet] })
  assert.deepEqual([again.outcome, again.changed], ['arn:cert', []])
})

test('one that AWS refuses is told with the reason, and what it left is removed by the next attempt', async t => {
  const { outcome } = await ensure(t, [null, 'ROLLBACK_IN_PROGRESS'], {
    events: ['Resource creation cancelled', 'CAA says no'],
  })
  assert.match(String(outcome), /no certificate for trellis\.example\.org: CAA says no/)
  const again = await ensure(t, ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', null, 'CREATE_COMPLETE'])
  assert.deepEqual([again.outcome, again.changed], ['arn:cert', ['DeleteStack', 'CreateStack']])
})

test('the zone of a domain is looked for from itself up, and never a registry', () => {
  assert.deepEqual(namesAbove('a.b.example.org'), ['a.b.example.org', 'b.example.org', 'example.org'])
})
