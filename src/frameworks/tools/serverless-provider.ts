import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { withoutComments } from '../without-comments.ts'
import { readYaml, referred } from './serverless-files.ts'

const ProviderName = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const Provider = z.object({ provider: ProviderName })

/** Undefined: it does not say, or by a variable whose value cannot be known here. */
export async function providerIn(text: string, folder: Folder): Promise<string | undefined> {
  const config = readYaml(text)
  if (config === undefined) return plainName(/^provider:\s*\n(?:\s+.*\n)*?\s+name:\s*['"]?(\w+)/m.exec(text)?.[1])
  const said = Provider.safeParse(config).data?.provider
  // Services of one repository often share what they say of it, in a file beside them or above.
  return plainName(said) ?? plainName(ProviderName.safeParse(said && (await referred(said, folder))).data)
}

const Service = z.object({ service: ProviderName })

export const serviceIn = (text: string): string | undefined => {
  const name = Service.safeParse(readYaml(text)).data?.service
  return name?.includes('${') ? undefined : name
}

const plainName = (name: string | undefined): string | undefined =>
  name === undefined || name.includes('${') ? undefined : name.toLowerCase()

/** Of a literal, wherever it stands: `provider: { … name: 'aws' }`, or a constant of that name. */
export const providerInCode = (text: string): string | undefined =>
  /\bprovider['"]?\s*(?::[^={]+)?[:=]\s*(?:\{(?:[^{}]|\{[^{}]*\})*?\bname['"]?\s*:\s*)?['"`](\w+)['"`]/
    .exec(withoutComments(text))?.[1]
    ?.toLowerCase()
