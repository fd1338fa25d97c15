import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CliOptions, runCli } from '../testing/run-cli.ts'
import type { Removal } from '../world.ts'

const table = { type: 'AWS::DynamoDB::Table', id: 'trellis-RecordsTable1A' }
const standing: Removal = {
  ...{ name: 'trellis', account: '123456789012', region: 'eu-central-1', url: 'https://d1.cloudfront.net' },
  ...{ data: [table], earlier: [], builds: 0 },
}

async function uninstall(words: string[], more: CliOptions = {}, found: Partial<Removal> = {}) {
  const removals: boolean[] = []
  const powers: CliOptions['powers'] = {
    beforeUninstall: async () => ({ ...standing, ...found }),
    uninstall: async (_place, deleteData) => {
      removals.push(deleteData)
      return { ...standing, ...found, ...(deleteData && { data: [] }) }
    },
  }
  const { code, out, err } = await runCli(['uninstall', '--region', 'eu-central-1', ...words], { powers, ...more })
  return { code, told: out + err, removals }
}

test('somebody at a terminal is asked for the name; a script is told what would go', async () => {
  const script = await uninstall([])
  assert.deepEqual([script.code, script.removals], [2, []])
  assert.match(script.told, /would remove .*trellis in eu-central-1[\s\S]*\(trellis-RecordsTable1A\) would stay/)
  for (const stdin of ['', 'y\n', 'Trellis\n']) {
    const { code, told, removals } = await uninstall([], { terminal: 100, stdin })
    assert.deepEqual([code, removals], [2, []], JSON.stringify(stdin))
    assert.match(told, /would remove[\s\S]*Type its name, trellis, to go ahead: [\s\S]*Nothing was done/)
  }
  assert.deepEqual((await uninstall([], { terminal: 100, stdin: 'trellis\n' })).removals, [false])
})

test('what stays is told with what it costs and what deletes it, and so is what the CDK has there', async () => {
  const { told } = await uninstall(['--yes', '--profile', 'live'])
  assert.match(told, /Kept: trellis-RecordsTable1A \(AWS::DynamoDB::Table\)/)
  assert.match(told, /later install does not take it up.*\$0\.40 a month/)
  assert.match(told, /`trellis uninstall --delete-data --region eu-central-1 --profile live` deletes it/)
  assert.match(told, /CDKToolkit stays[\s\S]*cdk-hnb659fds-assets-123456789012-eu-central-1/)
  assert.doesNotMatch((await uninstall(['--yes', '--delete-data'])).told, /Kept|does not take it up/)
})

test('what a removal kept can be deleted afterwards, and is named before', async () => {
  const asked = await uninstall(['--delete-data'], {}, { url: null })
  assert.match(asked.told, /would delete what was kept of the installation trellis.*: trellis-RecordsTable1A/)
  const { told, removals } = await uninstall(['--delete-data', '--yes'], {}, { url: null })
  assert.deepEqual(removals, [true])
  assert.match(told, /What was kept of the installation trellis is deleted/)
})

test('builds that it would stop in the midst are told before', async () => {
  const told = async (builds: number | null) => (await uninstall([], {}, { builds })).told
  assert.doesNotMatch(await told(0), /build/)
  assert.match(await told(1), /A build runs and would be stopped.*cancel it first/)
  assert.match(await told(2), /2 builds run and would be stopped.*cancel them first/)
  assert.match(await told(null), /Whether builds run cannot be seen/)
})
