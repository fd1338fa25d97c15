import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkStanding, type StandingQuestion } from './standing.ts'
import { namingOf } from './testing/assembly.ts'

const tagged = (app: string, environment: string) => ({ 'trellis:app': app, 'trellis:environment': environment })
const standingCode = (more: Partial<StandingQuestion>) =>
  checkStanding({
    app: 'shop',
    environment: 'staging',
    installation: 'here',
    setting: 'auto',
    mode: 'prefix',
    stacks: [{ original: 'Shop', name: 'staging-Shop' }],
    recorded: null,
    standing: [],
    ...more,
  })?.code ?? null
const kept: Partial<StandingQuestion> = { mode: 'keep', stacks: [{ original: 'Shop', name: 'Shop' }] }

test('a stack that stood before Trellis stops the first deployment under auto, kept or prefixed', () => {
  const standing = [{ name: 'Shop', tags: {} }]
  assert.equal(standingCode({ standing }), 'stack_exists')
  assert.equal(standingCode({ ...kept, standing }), 'stack_exists')
})

test('keep adopts it, prefix builds beside it', () => {
  const standing = [{ name: 'Shop', tags: {} }]
  assert.equal(standingCode({ ...kept, setting: 'keep', standing }), null)
  assert.equal(standingCode({ setting: 'prefix', standing }), null)
  assert.equal(standingCode({ setting: 'prefix', standing: [{ name: 'staging-Shop', tags: {} }] }), 'stack_exists')
})

test('both ways on are named', () => {
  const standing = [{ name: 'Shop', tags: {} }]
  const owner = { app: 'shop', environment: 'staging', installation: 'here' }
  const question = { ...owner, setting: 'auto', recorded: null, standing } as const
  const failed = checkStanding({ ...question, mode: 'prefix', stacks: [{ original: 'Shop', name: 'staging-Shop' }] })
  assert.match(
    failed?.hint ?? '',
    /--stack-names keep` adopts Shop.*--stack-names prefix` builds staging-Shop beside it/,
  )
})

test('a sibling’s stack of the original name stops nothing; another app’s does', () => {
  assert.equal(standingCode({ standing: [{ name: 'Shop', tags: tagged('shop', 'production') }] }), null)
  assert.equal(standingCode({ standing: [{ name: 'Shop', tags: tagged('bakery', 'production') }] }), 'stack_exists')
})

test('a stack of another environment is never touched, whatever is set or recorded', () => {
  const standing = [{ name: 'Shop', tags: tagged('shop', 'production') }]
  for (const setting of ['auto', 'keep', 'prefix'] as const) {
    assert.equal(standingCode({ ...kept, setting, standing }), 'stack_of_another_environment')
    const recorded = namingOf('keep', [['Shop', 'Shop']])
    assert.equal(standingCode({ ...kept, setting, standing, recorded }), 'stack_of_another_environment')
  }
})

test('later deployments go on with what carries our tags', () => {
  assert.equal(standingCode({ standing: [{ name: 'staging-Shop', tags: tagged('shop', 'staging') }] }), null)
})

test('a stack of another Trellis is not ours although app and environment are called the same; keep adopts it', () => {
  const own = tagged('shop', 'staging')
  const standing = [{ name: 'Shop', tags: { ...own, 'trellis:installation': 'elsewhere' } }]
  assert.equal(standingCode({ ...kept, standing }), 'stack_exists')
  assert.equal(standingCode({ standing }), 'stack_exists')
  assert.equal(standingCode({ ...kept, setting: 'keep', standing }), null)
  // As before the installation was noted.
  assert.equal(standingCode({ ...kept, standing: [{ name: 'Shop', tags: own }] }), null)
})

test('what is recorded is not yet made: a stack of others that came in between is neither changed nor doubled', () => {
  const standing = [{ name: 'Shop', tags: {} }]
  const recorded = namingOf('keep', [['Shop', 'Shop']])
  assert.equal(standingCode({ ...kept, recorded, standing }), 'stack_exists')
  assert.equal(standingCode({ ...kept, setting: 'keep', recorded, standing }), null)
  assert.equal(standingCode({ ...kept, recorded, standing: [] }), null)
  const prefixed = namingOf('prefix', [['Shop', 'staging-Shop']])
  assert.equal(standingCode({ recorded: prefixed, standing }), 'stack_exists')
  const own = { name: 'staging-Shop', tags: tagged('shop', 'staging') }
  assert.equal(standingCode({ recorded: prefixed, standing: [...standing, own] }), null)
})

test('an explicit setting never builds an empty twin of what stands', () => {
  const standing = [{ name: 'staging-Shop', tags: tagged('shop', 'staging') }]
  const recorded = namingOf('prefix', [['Shop', 'staging-Shop']])
  assert.equal(standingCode({ ...kept, setting: 'keep', recorded, standing }), 'stack_exists')
  assert.equal(standingCode({ ...kept, setting: 'keep', recorded, standing: [] }), null)
  assert.equal(standingCode({ setting: 'prefix', recorded, standing }), null)
})
