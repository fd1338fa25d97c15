import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Scene } from '../e2e/runner-scene.ts'
import { beRefused, Cloud, lockedByNpm, namingOf, succeed } from './cloud.ts'

const scene = new Scene()
let cloud: Cloud
before(async () => {
  cloud = await Cloud.start()
})
after(async () => {
  await scene.close()
  await cloud?.stop()
})

const config = `import { Queue } from 'sst/constructs'
export default {
  config: () => ({ name: 'hello', region: 'us-east-1' }),
  stacks(app) {
    app.stack(function Orders({ stack }) {
      stack.addOutputs({ Queue: new Queue(stack, 'Orders').queueName })
    })
  },
}
`

/** SST's own SDK wants it of 2025, and npm takes the newest where nothing names one: see docs/frameworks.md. */
const retry = { '@smithy/util-retry': '4.0.5' }

test('an app of SST 2 is deployed by its stage, beside no stacks of another, and removed', async () => {
  const devDependencies = { sst: '2.49.8', 'aws-cdk-lib': '2.224.0', constructs: '10.3.0', ...retry }
  const commit = scene.commit({
    ...lockedByNpm({ name: 'hello', private: true, type: 'module', devDependencies }),
    'sst.config.ts': config,
  })
  const api = await succeed(scene, cloud.job(scene, commit))
  const name = 'development-hello-Orders'
  assert.match(api.of('outputs')[0]?.outputs[name]?.Queue ?? '', /Orders/)
  const naming = namingOf(api)
  assert.deepEqual([naming.tool, naming.stacks], ['sst2', []])
  const made = (await cloud.stack(name)) ?? assert.fail('no stack')

  assert.equal(await beRefused(scene, cloud.job(scene, commit, { app: 'blog' })), 'stack_exists')
  const beside = await succeed(scene, cloud.job(scene, commit, { app: 'blog', kind: 'teardown' }))
  assert.ok(beside.lines.includes('No stack of this environment stands.'))
  assert.equal((await cloud.stack(name))?.StackId, made.StackId)

  // An environment that has deployed once knows them for its own.
  await succeed(scene, cloud.job(scene, commit, { naming }))
  await succeed(scene, cloud.job(scene, commit, { naming, kind: 'teardown' }))
  assert.equal(await cloud.stack(name), undefined)
})
