import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standInHome } from './stand-in-home.ts'

const unknown = () => {
  throw new Error('uv_os_get_passwd returned ENOENT')
}

test('only a user whom the machine does not know, and who names no home folder, is given one', () => {
  const env = (given: NodeJS.ProcessEnv, known: () => unknown) => {
    standInHome(given, known)
    return given.HOME
  }
  assert.equal(env({}, unknown), '/')
  assert.equal(env({ HOME: '/h' }, unknown), '/h')
  assert.equal(
    env({}, () => ({})),
    undefined,
  )
})
