import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tagsOf } from '../../src/runner/cdk/stacks.ts'
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

/** Serverless Framework 3 knows no other endpoint than AWS's own, but its SDK does. */
const endpoint = `module.exports = class {
  constructor(serverless) {
    const { AWS_ENDPOINT_URL: endpoint } = process.env
    if (endpoint) serverless.getProvider('aws').sdk.config.update({ endpoint, s3ForcePathStyle: true })
  }
}
`

/** Its name cannot be read without running it: whose stack it becomes is known when it is packaged. */
const config = `module.exports = {
  service: ['hel', 'lo'].join(''),
  frameworkVersion: '3',
  provider: { name: 'aws', runtime: 'nodejs20.x' },
  plugins: ['./endpoint.js'],
  functions: { hello: { handler: 'handler.hello' } },
  resources: { Outputs: { Greeting: { Value: 'good morning from \${sls:stage}' } } },
}
`

test('a service of Serverless Framework 3 is deployed by its stage, over no stack of another app, and removed', async () => {
  const commit = scene.commit({
    ...lockedByNpm({ name: 'hello', private: true, devDependencies: { serverless: '3.40.0' } }),
    'serverless.js': config,
    'endpoint.js': endpoint,
    'handler.js': "exports.hello = async () => 'hello'\n",
  })
  const api = await succeed(scene, cloud.job(scene, commit))
  const naming = namingOf(api)
  assert.deepEqual(naming.stacks, [{ original: 'hello-development', name: 'hello-development' }])
  assert.equal(api.of('artifact').length, 1)
  assert.equal(api.of('outputs')[0]?.outputs['hello-development']?.Greeting, 'good morning from development')
  const made = (await cloud.stack('hello-development')) ?? assert.fail('no stack')
  assert.deepEqual(tagsOf(made), {
    STAGE: 'development',
    'trellis:app': 'shop',
    'trellis:environment': 'development',
    'trellis:installation': 'scene',
  })

  assert.equal(await beRefused(scene, cloud.job(scene, commit, { app: 'blog' })), 'stack_of_another_environment')
  const beside = await succeed(scene, cloud.job(scene, commit, { app: 'blog', kind: 'teardown', naming }))
  assert.ok(beside.lines.some(line => line.startsWith('The stack hello-development is left alone')))
  assert.equal((await cloud.stack('hello-development'))?.StackId, made.StackId)

  await succeed(scene, cloud.job(scene, commit, { kind: 'teardown', naming }))
  assert.equal(await cloud.stack('hello-development'), undefined)
})
