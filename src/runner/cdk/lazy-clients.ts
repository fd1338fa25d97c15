import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * The CDK's library loads the clients of twenty AWS services when it starts; a deployment asks three or four of them, and
 * loading is most of what keeps a rollback waiting. Its modules get a stand-in that loads the client when something of it
 * is first used. Called once, before the library is imported.
 */
export function loadClientsWhenUsed(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const isClient = specifier.startsWith('@aws-sdk/client-') && context.parentURL?.includes('/@aws-cdk/toolkit-lib/')
      return isClient ? { url: `${scheme}${found.url}`, format: 'commonjs', shortCircuit: true } : found
    },
    load(url, context, next) {
      if (!url.startsWith(scheme)) return next(url, context)
      const file = fileURLToPath(url.slice(scheme.length))
      return { format: 'commonjs', source: standIn(JSON.stringify(file)), shortCircuit: true }
    },
  })
}

const scheme = 'trellis-lazy:'

const standIn = (file: string): string => `
module.exports = new Proxy({}, {
  get: (_, name) => require(${file})[name],
  has: (_, name) => name in require(${file}),
})`
