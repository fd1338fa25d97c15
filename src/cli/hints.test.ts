import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { Command } from 'commander'
import { createProgram } from './program.ts'
import { Shell } from './shell.ts'
import type { World } from './world.ts'

const root = join(import.meta.dirname, '../..')
const world = { argv: [], env: {}, cwd: '/', version: '0', input: Readable.from([]), output: process.stdout }
const program = createProgram(new Shell({ ...world, errors: process.stderr } as unknown as World))

/** What is told to people: in code between backticks, in documents also a line of its own. */
function told(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const marked = [...text.matchAll(/`(?:npx )?(trellis [^`\\\n]+)/g)].map(match => match[1] ?? '')
  const lines = file.endsWith('.md') ? [...text.matchAll(/^(?:npx )?(trellis .+)$/gm)].map(match => match[1] ?? '') : []
  const examples = [...text.matchAll(/'(trellis [a-z][^'\n]+)'/g)].map(match => match[1] ?? '')
  return [...marked, ...lines, ...examples].map(line => line.replace(/ #.*$/, ''))
}

/** What is wrong with it, or nothing. A name in capitals, quotes or ${…} is the reader's to fill in. */
function mistake(line: string): string | undefined {
  let command: Command = program
  for (const word of line.split(/\s+/).slice(1)) {
    const sub = command.commands.find(one => one.name() === word)
    if (sub) command = sub
    else if (command.commands.length > 0 && /^[a-z]+$/.test(word)) return `there is no ${word}`
    const flag = /^--[a-z-]+/.exec(word)?.[0]
    if (!flag || flag === '--help' || flag === '--version') continue
    const known = [...command.options, ...program.options].some(option => option.long === flag)
    if (!known) return `it has no ${flag}`
  }
  return undefined
}

test('every command that is told to people exists, with its flags', () => {
  const files = globSync(['src/**/*.ts', 'web/src/**/*.{ts,tsx}', 'README.md', 'docs/*.md'], { cwd: root })
  const all = files
    .filter(file => !/\.test\.ts$/.test(file))
    .flatMap(file => told(file).map(line => ({ file, line, wrong: mistake(line) })))
  assert.ok(all.length > 100, `only ${all.length} were found`)
  assert.deepEqual(
    all.filter(({ wrong }) => wrong).map(({ file, line, wrong }) => `${file}: \`${line}\`: ${wrong}`),
    [],
  )
})
