import { z } from 'zod'
import { readYaml } from './serverless-files.ts'
import { resolved } from './serverless-fixed.ts'

const WithName = z.looseObject({ provider: z.looseObject({ stackName: z.string() }) })
const literal = /^[^#\n/]*\bstackName['"]?[ \t]*:[ \t]*(['"]?)[\w-]+\1[ \t]*,?[ \t]*(?:#.*|\/\/.*)?$/m
/** They are the same for all environments in one account and region. */
const ofThePlace = /\$\{\s*(?:aws:(?:region|accountId)|opt:region|self:provider\.region)\b[^{}]*\}/g

/** Whether all stages of a service would be one stack. */
export function isOneForAll(text: string, isCode: boolean): boolean {
  const { data } = WithName.safeParse(isCode ? undefined : readYaml(text))
  if (!data) return literal.test(text)
  return !resolved(data.provider.stackName, data).replace(ofThePlace, '').includes('${')
}
