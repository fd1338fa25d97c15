import type { CreateApp } from '../../../../src/contract/app.ts'
import { WrongField } from '../../lib/problems-at.ts'

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

/** What the form of a new app says. @throws WrongField when a line is no variable */
export function readNewApp(origin: Origin, form: FormData): CreateApp {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const [account, region, beforeDeploy] = [text('account'), text('region'), text('beforeDeploy')]
  return {
    ...origin,
    name: text('name'),
    environments: text('environments')
      .split(/[\s,]+/)
      .filter(Boolean),
    variables: readVariables(text('variables')),
    ...(account ? { account } : {}),
    ...(region ? { region } : {}),
    ...(beforeDeploy ? { beforeDeploy } : {}),
  }
}

function readVariables(text: string): { key: string; value: string }[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const at = line.indexOf('=')
      if (at < 1) throw new WrongField('variables', `“${line.trim()}” is no variable: write KEY=VALUE.`)
      return { key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }
    })
}
