import { runParallel } from './parallel.ts'

// One checker each: several know the same types several times, and the cores are busy with the tests.
const tsc = ['--noEmit', '--checkers', '1']
const ok = await runParallel([
  { name: 'format and lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: tsc },
  { name: 'types of the dashboard', command: 'tsc', args: [...tsc, '--project', 'web'] },
  { name: 'types of the templates', command: 'tsc', args: [...tsc, '--project', 'infra'] },
  { name: 'quick tests', command: process.execPath, args: ['scripts/run-tests.ts', 'quick'] },
])
process.exitCode = ok ? 0 : 1
