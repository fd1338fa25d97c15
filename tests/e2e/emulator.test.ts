import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { clientConfig } from '../support/emulator.ts'

const emulatorModule = new URL('../../src/emulator/ministack.ts', import.meta.url).href
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-emulator-'))
})
after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

test('it listens on loopback only, answers AWS calls, and nothing is left after stop', async () => {
  const emulator = await startMinistack()
  assert.equal(emulator.endpoint, `http://127.0.0.1:${emulator.port}`)
  assert.deepEqual((await new DynamoDBClient(clientConfig(emulator)).send(new ListTablesCommand())).TableNames, [])
  assert.deepEqual(await openAddresses(emulator.port), ['127.0.0.1'])
  await emulator.stop()
  await emulator.stop()
  await untilGone(emulator.pid)
  await assert.rejects(stat(emulator.log), { code: 'ENOENT' })
})

test('two run side by side with records of their own', async () => {
  const [a, b] = await Promise.all([startMinistack(), startMinistack()])
  try {
    await createTable(a)
    assert.deepEqual((await new DynamoDBClient(clientConfig(b)).send(new ListTablesCommand())).TableNames, [])
  } finally {
    await Promise.all([a.stop(), b.stop()])
  }
})

test('what stands in a given folder is there again after a restart', async () => {
  const dataDir = join(folder, 'data')
  const first = await startMinistack({ dataDir })
  await createTable(first)
  await first.stop()
  const second = await startMinistack({ dataDir })
  try {
    assert.deepEqual((await new DynamoDBClient(clientConfig(second)).send(new ListTablesCommand())).TableNames, [
      'orders',
    ])
  } finally {
    await second.stop()
  }
})

test('a port in use is said', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  try {
    await assert.rejects(startMinistack({ port: address.port }), { code: 'emulator_port_in_use' })
  } finally {
    server.close()
  }
})

for (const { keep, verb } of [
  { keep: false, verb: 'ends with' },
  { keep: true, verb: 'outlives, when asked to,' },
]) {
  test(`it ${verb} a parent that is killed`, async () => {
    const code = `const { startMinistack } = await import(${JSON.stringify(emulatorModule)})
      console.log((await startMinistack({ keep: ${keep}, dataDir: ${JSON.stringify(join(folder, `keep-${keep}`))} })).pid)
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    assert.ok(alive(pid))
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    if (keep) {
      await sleep(500)
      assert.ok(alive(pid))
      process.kill(-pid, 'SIGKILL')
    }
    await untilGone(pid)
  })
}

function alive(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; alive(pid); waited += 50) {
    assert.ok(waited < 60_000, `process group ${pid} still runs`)
    await sleep(50)
  }
}

async function createTable(emulator: RunningMinistack): Promise<void> {
  await new DynamoDBClient(clientConfig(emulator)).send(
    new CreateTableCommand({
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
}

/** The machine's own addresses on which that port answers. */
async function openAddresses(port: number): Promise<string[]> {
  const addresses = Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(({ address }) => address))
  const open: string[] = []
  for (const host of addresses) {
    const socket = connect({ host, port, timeout: 1_000 })
    const answered = await Promise.race([once(socket, 'connect'), once(socket, 'timeout')]).then(
      () => socket.readyState === 'open',
      () => false,
    )
    socket.destroy()
    if (answered) open.push(host)
  }
  return open
}
