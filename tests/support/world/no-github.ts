import type { GitHub } from '../../../src/core/ports/github.ts'

/** In a world without a GitHub App nobody may ask GitHub anything. */
export const noGitHub = new Proxy({} as GitHub, {
  get: (_, name) => () => Promise.reject(new Error(`GitHub was asked for ${String(name)}`)),
})
