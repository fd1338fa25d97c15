import { registerHooks } from 'node:module'

/**
 * The CDK's library loads the clients of twenty AWS services when it starts; a deployment asks three or four of them, and loading is two thirds of
 * what keeps a rollback waiting. Its modules get a stand-in that loads the client when something of it is first used.
 * Called once, before the library is imported.
 */
export function loadClientsWhenUsed(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const from = context.parentURL ?? ''
      if (from.startsWith(scheme)) return next(specifier, { ...context, parentURL: importerOf(from) })
      const isClient = specifier.startsWith('@aws-sdk/client-') && from.includes('/@aws-cdk/toolkit-lib/')
      if (!isClient) return next(specifier, context)
      return { url: `${scheme}${specifier}?${encodeURIComponent(from)}`, format: 'commonjs', shortCircuit: true }
    },
    load(url, context, next) {
      if (!url.startsWith(scheme)) return next(url, context)
      const [client] = url.slice(scheme.length).split('?')
      return { format: 'commonjs', source: standIn(JSON.stringify(client)), shortCircuit: true }
    },
  })
}

const scheme = 'trellis-lazy:'

const importerOf = (url: string): string => decodeURIComponent(url.slice(url.indexOf('?') + 1))

const standIn = (client: string): string => `
module.exports = new Proxy({}, {
  get: (_, name) => require(${client})[name],
  has: (_, name) => name in require(${client}),
})`
