import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCli } from '../testing/run-cli.ts'
import type { DemoOptions } from '../world.ts'

test('the demo prints each step with its time, and ends with 0 only if all hold', async () => {
  const demo =
    (ok: boolean) =>
    async ({ started, ended }: DemoOptions) => {
      const steps = [{ name: 'Push v1', ok, ms: 1234, detail: 'it answers v1' }]
      started('Push v1')
      for (const step of steps) ended(step)
      return steps
    }
  const good = await runCli(['demo'], { powers: { demo: demo(true) } })
  assert.equal(good.code, 0)
  assert.match(good.out, /● Push v1 +1\.2 s\n {2}it answers v1\n[\s\S]*All 1 steps hold/)
  const bad = await runCli(['demo', '--json'], { powers: { demo: demo(false) } })
  assert.equal(bad.code, 1)
  assert.deepEqual(bad.json(), { steps: [{ name: 'Push v1', ok: false, ms: 1234, detail: 'it answers v1' }] })
})

test('a demo that is kept says how to push a change and see it deployed, until Ctrl-C', async () => {
  let press: () => void = () => undefined
  const place = {
    url: 'http://127.0.0.1:1',
    home: '/tmp/d/home',
    repository: '/tmp/d/hello',
    endpoint: 'http://127.0.0.1:2',
  }
  const demo = async ({ ended, keep }: DemoOptions) => {
    const steps = [{ name: 'Push v1', ok: true, ms: 1, detail: '' }]
    for (const step of steps) ended(step)
    const kept = keep?.(place)
    setImmediate(() => {
      press()
      press()
    })
    await kept
    return steps
  }
  const interrupt = (pressed: () => void) => {
    press = pressed
  }
  const { code, out, err } = await runCli(['demo', '--keep'], { powers: { demo }, interrupt })
  assert.equal(code, 0)
  assert.equal(err, 'Cleaning up …\n')
  assert.match(
    out,
    /cd \/tmp\/d\/hello\n[\s\S]*git commit -am[\s\S]*TRELLIS_HOME=\/tmp\/d\/home\n[\s\S]*trellis logs hello development --follow/,
  )
})

test('Ctrl-C ends a demo in the midst of a step, said once however often it comes', async () => {
  let press: () => void = () => undefined
  const demo = ({ signal }: DemoOptions) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      press()
      press()
    })
  const interrupt = (pressed: () => void) => {
    press = pressed
  }
  const { code, err, json } = await runCli(['demo', '--json'], { powers: { demo }, interrupt })
  assert.equal(code, 130)
  assert.equal(err, 'Stopping, and clearing everything away …\n')
  assert.deepEqual(json(), { steps: [] })
})
