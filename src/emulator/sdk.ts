import { createRequire } from 'node:module'
import { sep } from 'node:path'

/** The folder `@aws-sdk` that Trellis itself runs with. */
export function lambdaSdk(): string {
  const client = createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb')
  const scope = `${sep}@aws-sdk`
  return client.slice(0, client.lastIndexOf(`${scope}${sep}client-dynamodb`) + scope.length)
}
