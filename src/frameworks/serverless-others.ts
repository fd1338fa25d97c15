import type { Folder } from './folder.ts'

const name = /^serverless[._-](?!compose\.)[\w.-]+\.(?:ya?ml|json)$/
const atBeginning = (key: string) => new RegExp(String.raw`^\s{0,4}"?${key}"?\s*:`, 'm')
const [service, provider] = [atBeginning('service'), atBeginning('provider')]

/** Configurations of services under a name that the tool takes only by `--config`: `serverless.prod.yml`, `serverless-api.yml`. */
export async function otherConfigurations(folder: Folder): Promise<string[]> {
  const found: string[] = []
  for (const file of [...folder.names].filter(each => name.test(each)).sort()) {
    const text = (await folder.read(file)) ?? ''
    if (service.test(text) && provider.test(text)) found.push(file)
  }
  return found
}

export const tellOthers = (file: string, others: readonly string[]): string =>
  `${others.join(', ')} ${others.length === 1 ? 'is a configuration, too' : 'are configurations, too'}: write \`framework: serverless\` in trellis.yml if every environment is deployed by ${file}`
