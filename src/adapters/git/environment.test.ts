import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gitEnvironment } from './environment.ts'

test('what would mislead git or betray Trellis stays behind, what the operator set for the network goes along', () => {
  const { env } = gitEnvironment({
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy:3128',
    SSH_AUTH_SOCK: '/run/agent',
    GIT_SSL_CAINFO: '/etc/ca.pem',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.proxy',
    GIT_DIR: '/elsewhere',
    GIT_CONFIG_PARAMETERS: "'core.hooksPath=/x'",
    GIT_TRACE_CURL: '1',
    GIT_ALLOW_PROTOCOL: 'ext',
    TRELLIS_TOKEN: 'x',
    LC_ALL: 'de_DE.UTF-8',
  })
  for (const name of [
    'PATH',
    'HTTPS_PROXY',
    'SSH_AUTH_SOCK',
    'GIT_SSL_CAINFO',
    'GIT_CONFIG_COUNT',
    'GIT_CONFIG_KEY_0',
  ]) {
    assert.ok(name in env, name)
  }
  for (const name of ['GIT_DIR', 'GIT_CONFIG_PARAMETERS', 'GIT_TRACE_CURL', 'TRELLIS_TOKEN'])
    assert.ok(!(name in env), name)
  assert.equal(env.GIT_ALLOW_PROTOCOL, 'file:http:https:ssh')
  assert.equal(env.GIT_TERMINAL_PROMPT, '0')
  assert.equal(env.LC_ALL, 'C')
})

test("the operator's own ssh command is kept, and made to ask nothing", () => {
  const { env } = gitEnvironment({ GIT_SSH_COMMAND: 'ssh -i /keys/deploy' })
  assert.match(env.GIT_SSH_COMMAND ?? '', /^ssh -i \/keys\/deploy -o BatchMode=yes -o ConnectTimeout=\d+ /)
})
