import { client } from '../../lib/client.ts'
import { explain } from '../../lib/use-action.ts'

interface Origin {
  repository: string
  branch: string
  path: string
}

/** A name out of the repository's, such as Trellis takes names. */
export function proposeName(repository: string, path: string): string {
  const last = (path === '.' ? repository : path).replace(/\/+$/, '').split(/[/:]/).at(-1) ?? ''
  const name = last
    .replace(/\.git$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return name.slice(0, 40)
}

/**
 * Creates the app, then sets what it needs. When that fails the app is there all the same, and what is missing is told.
 * Variables come second because they belong to environments; a first deployment may have begun without them.
 */
export async function createApp(origin: Origin, form: FormData): Promise<{ app: string; trouble: string | null }> {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const environments = text('environments')
    .split(/[\s,]+/)
    .filter(Boolean)
  const variables = readVariables(text('variables'))
  const account = text('account')
  const { name: app } = await client.call('createApp', {
    body: { ...origin, name: text('name'), environments, ...(account ? { account } : {}) },
  })
  try {
    for (const environment of environments) {
      const params = { app, environment }
      if (variables.length > 0) await client.call('setVariables', { params, body: variables })
      if (text('beforeDeploy')) {
        await client.call('setEnvironment', { params, body: { beforeDeploy: text('beforeDeploy') } })
      }
    }
    return { app, trouble: null }
  } catch (error) {
    return { app, trouble: `Not everything could be set: ${explain(error).message}` }
  }
}

function readVariables(text: string): { key: string; value: string }[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const at = line.indexOf('=')
      if (at < 1) throw new Error(`“${line.trim()}” is no variable: write KEY=VALUE.`)
      return { key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }
    })
}
