import { test } from 'node:test'
import { assertRules, usualRuns } from './runs.ts'

test('the rules of the design hold, whatever the order of events', () => assertRules('memory', usualRuns))

test('they hold on SQLite', () => assertRules('sqlite', 40))
