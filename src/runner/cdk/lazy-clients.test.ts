import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { promisify } from 'node:util'

const program = `
  import { createRequire } from 'node:module'
  import { loadClientsWhenUsed } from ${JSON.stringify(new URL('./lazy-clients.ts', import.meta.url).href)}
  const { cache, resolve } = createRequire(${JSON.stringify(import.meta.url)})
  const library = resolve('@aws-cdk/toolkit-lib')
  const isLoaded = () => Object.keys(cache).some(file => file.startsWith('/') && file.includes('@aws-sdk/client-ec2/'))
  loadClientsWhenUsed()
  await import(library)
  const before = isLoaded()
  const { EC2Client } = createRequire(library)('@aws-sdk/client-ec2')
  console.log(JSON.stringify({ before, name: EC2Client.name, after: isLoaded() }))`

// In a process of its own, since hooks and loaded modules are for the whole of a process.
test('the CDK loads without the clients of all services, and has each of them when it asks', async () => {
  const flags = ['--no-warnings', '--input-type=module']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', program], { cwd: tmpdir() })
  assert.deepEqual(JSON.parse(stdout), { before: false, name: 'EC2Client', after: true })
})
