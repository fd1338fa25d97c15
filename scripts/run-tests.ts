import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'

// The slow tests wait as often as they work: two files at a time keep two cores busy, more would keep each other from their deadlines.
const suites: Record<string, { readonly globs: readonly string[]; readonly flags: readonly string[] }> = {
  quick: {
    globs: [
      'src/**/*.test.ts',
      'web/src/**/*.test.ts',
      'tests/*.test.ts',
      'tests/contract/**/*.test.ts',
      'tests/properties/**/*.test.ts',
      'tests/scenarios/**/*.test.ts',
    ],
    // Node would leave one core to itself.
    flags: ['--test-reporter=dot', '--test-concurrency=2'],
  },
  slow: {
    globs: [
      'tests/e2e/**/*.test.ts',
      'tests/access/**/*.test.ts',
      'tests/github/**/*.test.ts',
      'tests/fuzz/**/*.test.ts',
      'infra/**/*.test.ts',
      'tests/soak/**/*.test.ts',
    ],
    flags: ['--test-reporter=spec', '--test-concurrency=2'],
  },
  aws: {
    globs: ['tests/e2e/aws*.test.ts', 'infra/**/*.test.ts'],
    flags: ['--test-reporter=spec', '--test-concurrency=1'],
  },
  soak: { globs: ['tests/soak/**/*.test.ts'], flags: ['--test-reporter=spec', '--test-concurrency=1'] },
}

const [name = '', ...more] = process.argv.slice(2)
const suite = suites[name]
if (!suite) throw new Error(`name a suite: ${Object.keys(suites).join(', ')}`)

// Node's runner is content with no file at all; a suite which tests nothing is a mistake in a path.
const files = globSync(suite.globs)
if (files.length === 0) throw new Error(`the ${name} tests are gone: nothing matches ${suite.globs.join(' ')}`)

// Node would want a destination for each reporter, if another one is asked for.
const ownReporter = more.some(flag => flag.startsWith('--test-reporter'))
const flags = suite.flags.filter(flag => !(ownReporter && flag.startsWith('--test-reporter')))
const child = spawn(process.execPath, ['--test', ...flags, ...more, ...files.sort()], { stdio: 'inherit' })
child.on('exit', code => {
  process.exitCode = code ?? 1
})
