import { runParallel } from './parallel.ts'

const ok = await runParallel([
  { name: 'format and lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'types of the dashboard', command: 'tsc', args: ['--noEmit', '--project', 'web'] },
  { name: 'types of the templates', command: 'tsc', args: ['--noEmit', '--project', 'infra'] },
  { name: 'quick tests', command: process.execPath, args: ['scripts/run-tests.ts', 'quick'] },
])
process.exitCode = ok ? 0 : 1
