import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { readYaml } from './serverless-files.ts'

const Part = z.object({ runtime: z.unknown(), layers: z.unknown() }).partial().catch({})
const Config = z.object({
  provider: Part,
  functions: z.record(z.string(), Part).catch({}),
  plugins: z.unknown().optional(),
  package: z.object({ artifact: z.unknown() }).partial().catch({}),
})
/** Lambda has them. */
const given = /^(?:boto3|botocore)\b/
const isPython = (runtime: unknown): boolean => typeof runtime === 'string' && runtime.startsWith('python')

/**
 * The tool packages no packages of Python's by itself: each call of a function that imports one fails. Warned of only, since a build
 * may put them beside the code. @param text of a configuration that is no code
 */
export async function warnOfRequirements(file: string, text: string, folder: Folder): Promise<string | undefined> {
  const { data } = Config.safeParse(readYaml(text))
  if (!data || data.package.artifact !== undefined) return undefined
  const { provider, functions, plugins } = data
  const parts = [provider, ...Object.values(functions)]
  const without = parts.some(part => isPython(part.runtime)) && parts.every(part => part.layers === undefined)
  if (!without || JSON.stringify(plugins ?? '').includes('python')) return undefined
  const wanted = ((await folder.read('requirements.txt')) ?? '').split('\n').map(line => line.replace(/#.*/, '').trim())
  const [first] = wanted.filter(line => /^[A-Za-z]/.test(line) && !given.test(line))
  return first === undefined
    ? undefined
    : `${file} has functions of Python and nothing that packages requirements.txt (${first}): add the plugin serverless-python-requirements, or let \`build:\` in trellis.yml install it beside the code (\`pip install -r requirements.txt -t .\`).`
}
