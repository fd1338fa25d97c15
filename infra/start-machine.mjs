// The command of a build machine: gets its order and the runner, and starts it. For `node -e`, with nothing but Node and tar.
// Without dollar signs before braces, which CloudFormation would take for its own.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

async function fetched(url) {
  for (let left = 5; ; left--) {
    const answer = await fetch(url).catch(error => error)
    if (answer.ok) return answer
    // Once the order is gone, it was taken back.
    if (left === 0 || answer.status === 404) throw new Error('no answer', { cause: answer.statusText ?? answer })
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }
}

const home = process.env.TRELLIS_MACHINE ?? '/tmp/trellis'
const { runner, ...order } = await (await fetched(process.env.TRELLIS_ORDER)).json()
delete process.env.TRELLIS_ORDER
const program = join(home, 'runner')
mkdirSync(program, { recursive: true })
const tar = spawn('tar', ['-xz', '-C', program], { stdio: ['pipe', 'inherit', 'inherit'] })
const unpacked = new Promise((resolve, reject) => tar.on('error', reject).on('close', resolve))
await pipeline(Readable.fromWeb((await fetched(runner)).body), tar.stdin)
if ((await unpacked) !== 0) throw new Error('the runner could not be unpacked')

const child = spawn(process.execPath, [join(program, 'lib/runner.js')], { stdio: ['pipe', 'inherit', 'inherit'] })
const start = {
  ...order,
  isolation: 'auto',
  alone: true,
  containers: null,
  disk: null,
  echo: true,
  work: join(home, 'work'),
  node: process.execPath,
  hide: [],
}
child.stdin.end(JSON.stringify(start))
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('close', code => process.exit(code ?? 1))
