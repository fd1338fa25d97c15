#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const oldest = 24

// A checkout runs its sources; the published package has only dist/, since Node strips no types below node_modules.
const source = here('../src/entry/cli.ts')
const entry = existsSync(source) ? source : here('../dist/entry/cli.js')

if (Number.parseInt(process.versions.node, 10) >= oldest) {
  module.enableCompileCache?.()
  await import(entry)
} else {
  // Of a checkout, or installed beside this package.
  restart(['../node_modules/node/bin/node', '../../node/bin/node'].map(here).find(existsSync))
}

/** @param {string | undefined} node the package `node`, for a machine whose Node is older */
function restart(node) {
  if (!node) {
    console.error(
      `trellis needs Node ${oldest} or newer; this is ${process.version}. Install the package \`node\` beside it (docs/hosting.md), or Node from https://nodejs.org`,
    )
    process.exit(3)
  }
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  // Never comes back where it exists: the process id, and with it every signal, stays the same.
  process.execve?.(node, [node, ...args], process.env)
  const child = spawn(node, args, { stdio: 'inherit' })
  // A terminal sends Ctrl-C to both of us already: passing it on again would count as two.
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  process.on('SIGINT', () => terminal || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`trellis cannot start ${node}: ${error.message}`)
    process.exit(3)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
