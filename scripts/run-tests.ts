import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { run } from 'node:test'
import { dot, spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { shareProcesses } from './share-processes.ts'

interface Suite {
  readonly globs: readonly string[]
  /** Begun before all others: a long one at the end would keep one core waiting. */
  readonly first?: readonly string[]
  /** Whether its files may share processes. */
  readonly shared?: true
  readonly reporter: 'dot' | 'spec'
  /** Files. */
  readonly atOnce: 1 | 2 | 3
}

// The slow tests wait as often as they work: three files at a time keep two cores busy, more would keep each other from their deadlines.
const suites: Record<string, Suite> = {
  quick: {
    globs: [
      'src/**/*.test.ts',
      'web/src/**/*.test.ts',
      'tests/*.test.ts',
      'tests/contract/**/*.test.ts',
      'tests/properties/**/*.test.ts',
      'tests/scenarios/**/*.test.ts',
    ],
    first: ['tests/properties/rules.test.ts', 'tests/properties/faults.test.ts'],
    shared: true,
    reporter: 'dot',
    // Node would leave one core to itself.
    atOnce: 2,
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
    first: [
      'tests/e2e/demo.test.ts',
      'tests/e2e/dashboard-screens.test.ts',
      'tests/soak/soak.test.ts',
      'tests/e2e/cdk/names.test.ts',
      'tests/e2e/runner-tools.test.ts',
      'tests/e2e/aws-install.test.ts',
      'tests/soak/faults.test.ts',
      'tests/e2e/runner-container.test.ts',
      'tests/soak/disk.test.ts',
      'tests/fuzz/fuzz.test.ts',
    ],
    reporter: 'spec',
    atOnce: 3,
  },
  aws: { globs: ['tests/e2e/aws*.test.ts', 'infra/**/*.test.ts'], reporter: 'spec', atOnce: 1 },
  // Takes minutes to install: asked for by hand.
  tools: { globs: ['tests/tools/**/*.test.ts'], reporter: 'spec', atOnce: 1 },
  soak: { globs: ['tests/soak/**/*.test.ts'], reporter: 'spec', atOnce: 1 },
}

const { values, positionals } = parseArgs({
  options: { 'test-name-pattern': { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
})
const [name = ''] = positionals
const suite = suites[name]
if (!suite) throw new Error(`name a suite: ${Object.keys(suites).join(', ')}`)

const found = globSync([...suite.globs]).sort()
// Node's runner is content with no file at all; a suite which tests nothing is a mistake in a path.
if (found.length === 0) throw new Error(`the ${name} tests are gone: nothing matches ${suite.globs.join(' ')}`)
const { first = [] } = suite
const gone = first.filter(file => !found.includes(file))
if (gone.length > 0) throw new Error(`to be begun first, but gone: ${gone.join(', ')}`)

const rest = found.filter(file => !first.includes(file))
run({
  files: [...first, ...(suite.shared ? shareProcesses(rest) : rest)],
  concurrency: suite.atOnce,
  testNamePatterns: values['test-name-pattern'],
  // What one process has compiled, each other takes from here: tests, servers, runners and commands, be their home ever so new.
  env: { ...process.env, NODE_COMPILE_CACHE: resolve('.cache/compiled') },
})
  .on('test:fail', () => {
    process.exitCode = 1
  })
  .compose(suite.reporter === 'dot' ? dot : spec)
  .pipe(process.stdout)
