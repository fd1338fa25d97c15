import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surroundings } from './surroundings.ts'

test('of npm’s settings a build gets those that npm knows: whatever started Trellis, npm has nothing to warn of', () => {
  const started = {
    PATH: '/usr/bin:/bin',
    npm_config_registry: 'https://packages.example',
    npm_config_store_dir: '/pnpm/store',
    npm_config_verify_deps_before_run: 'false',
    npm_config__jsr_registry: 'https://jsr.example',
    pnpm_config_verify_deps_before_run: 'false',
    npm_execpath: '/usr/bin/pnpm.cjs',
    npm_lifecycle_event: 'npx',
  }
  const { env } = surroundings(started, process.execPath)
  const settings = Object.keys(env).filter(key => /^p?npm_/i.test(key) && key !== 'NPM_CONFIG_GLOBALCONFIG')
  assert.deepEqual(settings, ['npm_config_registry'])
})
