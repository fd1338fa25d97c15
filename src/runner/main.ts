import { enableCompileCache } from 'node:module'
import { dirname } from 'node:path'

// Before anything else is loaded: what was compiled once need not be compiled again.
enableCompileCache()
const [{ readOrder }, { cdkFor, forkCdk }, { Session }, { openTransport }] = await Promise.all([
  import('./order.ts'),
  import('./job/fork-cdk.ts'),
  import('./session/session.ts'),
  import('./session/transport.ts'),
])

// Started ahead of its job it has the time to load everything.
const isAhead = process.argv[2] === 'ahead'
if (isAhead) await import('./supervise.ts')
const loaded = isAhead ? forkCdk(process.execPath) : undefined
const order = await readOrder(process.stdin)
// Whoever started it died before saying what to do: there is nothing to do.
if (!order) process.exit(0)
if (isAhead) process.chdir(dirname(dirname(order.work)))
const cdkProcess = cdkFor(order.work, order.node, loaded)
const transport = await openTransport(order.url)
const claimed = Session.claim(transport, order.token)
// The larger part of the program loads while the server answers.
const { supervise } = await import('./supervise.ts')
const code = await supervise(order, await claimed, cdkProcess)
transport.close()
process.exit(code)
