import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Region } from '../../contract/names.ts'
import { knownRegions, oddRegion } from './known-regions.ts'

test('every region that the SDK knows is known, and none is known that could not be given', () => {
  const sdk = dirname(fileURLToPath(import.meta.resolve('@aws-sdk/core/package.json')))
  const partitions = readFileSync(join(sdk, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'), 'utf8')
  const regions = [...partitions.matchAll(/"([a-z]{2}(?:-[a-z]+)+-\d)"/g)].map(([, name = '']) => name)
  assert.ok(regions.length > 30)
  assert.deepEqual([...new Set(regions)].sort(), [...knownRegions].sort())
  for (const region of knownRegions) assert.ok(Region.safeParse(region).success, region)
})

test('a region with a slip of the pen is told from one that AWS has', () => {
  assert.equal(oddRegion('eu-central-1'), undefined)
  assert.match(oddRegion('eu-centrl-1') ?? '', /is eu-central-1 meant\?$/)
  assert.match(oddRegion('zz-far-away-9') ?? '', /that Trellis knows\.$/)
})
