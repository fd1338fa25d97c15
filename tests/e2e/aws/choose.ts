import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Client } from '../../../src/client/client.ts'

/** What only an installation in AWS offers: machines in sizes, and roles that a link makes. */
export async function choose(page: Page, client: Client): Promise<void> {
  await page.goto('/apps/stuck/settings?section=environments&environment=development')
  const machines = page.getByRole('group', { name: 'Build machines' }).first()
  await machines.getByLabel('Processors').selectOption('2 vCPU')
  await machines.getByLabel('Memory').selectOption('8 GB')
  await machines.getByLabel('Architecture').selectOption('x86')
  await machines.getByLabel('Spot').check()
  await page.getByRole('button', { name: 'Save development' }).click()
  await page.getByText('development was saved').waitFor()
  const environments = await client.call('listEnvironments', { params: { app: 'stuck' } })
  assert.deepEqual(environments.find(one => one.name === 'development')?.machine, {
    cpu: 2,
    memory: 8,
    architecture: 'x86',
    spot: true,
  })

  await page.goto('/accounts?dialog=add')
  const dialog = page.getByRole('dialog', { name: 'Add an account' })
  await dialog.getByLabel('Name', { exact: true }).fill('far')
  await dialog.getByLabel('Region').fill('us-east-1')
  await dialog.getByLabel('Credentials').selectOption('A role to assume')
  await dialog.getByText('There is no role yet').click()
  await dialog.getByRole('button', { name: 'Say how it is made' }).click()
  const link = await dialog.getByRole('link', { name: 'Make it in CloudFormation' }).getAttribute('href')
  const { externalId, quickCreateUrl } = await client.call('prepareRole', {
    params: { account: 'far' },
    body: { region: 'us-east-1', access: 'cdk' },
  })
  assert.equal(link?.split('?')[0], quickCreateUrl?.split('?')[0])
  await dialog.getByText(externalId).waitFor()
}
