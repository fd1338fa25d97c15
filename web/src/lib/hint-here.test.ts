import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { unreachable } from '../../../src/client/api-error.ts'
import { failureHints } from '../../../src/core/failures.ts'
import { hintHere } from './hint-here.ts'
import { speaksOfCommands } from './speaks-of-commands.ts'

const root = join(import.meta.dirname, '../../..')
const sources = globSync('src/{core,adapters,api,runner,frameworks,client}/**/*.ts', { cwd: root })
  .filter(file => !file.endsWith('.test.ts'))
  .map(file => readFileSync(join(root, file), 'utf8'))

/** Literals that hold an own command of the command line, as they are written, with names for what is put into them. */
function literals(source: string): string[] {
  const plain = [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].map(([, a, b]) => a ?? b ?? '')
  const templates = [...source.matchAll(/`((?:[^`\\]|\\.)*)`/g)].map(([, text]) => text ?? '')
  return [...plain, ...templates]
    .map(text => text.replaceAll(/\$\{[^}]*\}/g, 'name').replaceAll('\\`', '`'))
    .filter(speaksOfCommands)
}

test('no hint speaks of commands in the dashboard, whatever error or failure it is of', () => {
  const hints = sources.flatMap(literals)
  assert.ok(hints.length > 30, `only ${hints.length} were found`)
  const left = hints.map(hint => hintHere('', hint)).filter(speaksOfCommands)
  assert.deepEqual(left, [])
})

test('every failure that a command would mend says how it is mended here', () => {
  const spoken = Object.entries(failureHints).filter(([, hint]) => speaksOfCommands(hint))
  assert.ok(spoken.length > 5)
  assert.deepEqual(
    spoken.filter(([code, hint]) => hintHere(code, hint).length < 10),
    [],
  )
})

test('every error that a command would mend says how it is mended here', () => {
  const literal = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/.source
  const told = `(?:${literal}|\\w+),\\s*(${literal})`
  const thrown = new RegExp(
    `(?:TrellisError|fail|failure|refuse)\\(\\s*'(\\w+)',\\s*(?:(?:'[\\w-]+'|null),\\s*)?${told}`,
    'g',
  )
  const errors = sources
    .flatMap(source => [...source.matchAll(thrown)])
    .map(([, code = '', text = '']) => ({
      code,
      hint: literals(text)[0] ?? '',
    }))
  const spoken = errors.filter(({ hint }) => hint !== '')
  assert.ok(spoken.length > 15, `only ${spoken.length} were found`)
  // The webhook is for git hosts, which read no dashboard.
  const mute = spoken.filter(({ code, hint }) => code !== 'wrong_signature' && hintHere(code, hint).length < 10)
  assert.deepEqual(mute, [])
})

test('what a command line is told beside other things is left out, and the rest stays', () => {
  const told = (hint: string) => hintHere('environment_stands', hint)
  assert.equal(
    told('Tear it down first: `trellis teardown shop qa --yes`. `--leave-resources` forgets them where they are.'),
    'Tear it down first.',
  )
  assert.equal(told('Choose one (`--account`): a, b.'), 'Choose one: a, b.')
  assert.equal(told('Connect it: `trellis github connect`, or under GitHub.'), 'Connect it, under GitHub.')
  assert.equal(told('Nothing was added; `--no-verify` adds it all the same.'), 'Nothing was added.')
  assert.equal(told('Give builds more: `trellis up --build-memory`.'), 'Give builds more: `trellis up --build-memory`.')
})

test('where a command has its like in the dashboard, that is named', () => {
  const told = (hint: string, code = 'stack_exists') => hintHere(code, hint)
  assert.equal(
    told('`trellis environment set shop dev --stack-names auto` goes on with what stands.'),
    '“Names of its stacks: auto” in the settings of the environment goes on with what stands.',
  )
  assert.equal(
    told('Finish the removal with `trellis teardown shop dev --yes`, then deploy again.'),
    'Finish the removal with “Tear down …” on its card, then deploy again.',
  )
  assert.equal(
    told(
      'Name them after the sections (`trellis app create APP --environments dev`, `trellis environment add APP dev`).',
    ),
    'Name them after the sections.',
  )
})

test('a browser is not told how a server is started or named', () => {
  const { code, hint } = unreachable('', null)
  assert.match(hintHere(code, hint ?? ''), /^The page goes on by itself/)
  assert.equal(hintHere('not_signed_in', 'Sign in again, or run `trellis dashboard` on the server.'), 'Sign in again.')
})
