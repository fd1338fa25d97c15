import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment } from '../../client/testing/samples.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, asked, cli } = await openFakeCli()

test('a cancel names its deployment where it is told, and whatever runs where it is not', async () => {
  answer('cancel', () => aDeployment())
  const named = async (words: string) => {
    assert.equal((await cli(`cancel hello staging${words}`)).code, 0)
    return asked()?.query
  }
  assert.deepEqual(await named(' #31'), { number: 31 })
  assert.deepEqual(await named(''), {})
})
