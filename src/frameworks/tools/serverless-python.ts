import { z } from 'zod'
import type { Folder } from '../folder.ts'
import { readYaml } from './serverless-files.ts'

const Part = z.object({ runtime: z.string(), layers: z.unknown(), image: z.unknown(), package: z.unknown() }).partial()
/** Where a part stands in a file of its own, what it holds is not known here. */
const Config = z.object({
  provider: Part,
  functions: z.record(z.string(), Part),
  plugins: z.array(z.string()).default([]),
  package: z.undefined().optional(),
  custom: z.object({ pythonRequirements: z.undefined().optional() }).optional(),
})
/** Lambda has them. */
const given = /^(?:boto3|botocore|jmespath|python-dateutil|s3transfer|six|urllib3)\b/
/** Plugins that package them. */
const packaging = /python|wsgi|zappa|^\./

/**
 * The tool packages no packages of Python's by itself: each call of a function that imports one fails. Warned of only, since a build
 * may put them beside the code. @param text of a configuration that is no code
 */
export async function warnOfRequirements(file: string, text: string, folder: Folder): Promise<string | undefined> {
  const { data } = Config.safeParse(readYaml(text))
  if (!data || data.plugins.some(name => packaging.test(name))) return undefined
  const own = folder.names.has('trellis.yml') ? await folder.read('trellis.yml') : undefined
  if (/^(?:build|install):/m.test(own ?? '')) return undefined
  const { provider, functions } = data
  const isBare = ({
    runtime = provider.runtime,
    layers = provider.layers,
    image,
    package: archive,
  }: z.infer<typeof Part>) =>
    runtime?.startsWith('python') && layers === undefined && image === undefined && archive === undefined
  if (!Object.values(functions).some(isBare)) return undefined
  const wanted = ((await folder.read('requirements.txt')) ?? '').split('\n').map(line => line.replace(/#.*/, '').trim())
  const [first] = wanted.filter(line => /^[A-Za-z]/.test(line) && !given.test(line))
  return first === undefined
    ? undefined
    : `${file} has functions of Python and nothing that packages requirements.txt (${first.slice(0, 80)}): add the plugin serverless-python-requirements, or let \`build:\` in trellis.yml install it beside the code (\`pip install -r requirements.txt -t .\`).`
}
