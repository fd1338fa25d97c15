import { closest, distance } from 'fastest-levenshtein'
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { FrameworkName } from '../contract/detect.ts'
import { RepositoryPath } from '../contract/names.ts'

export const trellisYmlNames = ['trellis.yml', 'trellis.yaml'] as const

const command = (what: string) =>
  z.string().min(1).max(20_000).describe(`${what} Runs as \`sh -c\`; may have several lines.`)

const Allowance = z.enum(['lfs_pointers', 'empty_submodules', 'fixed_stage', 'several_stages', 'uninstalled_packages'])
export type Allowance = z.infer<typeof Allowance>

/** Overrides what was detected. Every key may be left out. */
export const TrellisYml = z
  .strictObject({
    framework: FrameworkName.describe('Which tool deploys it, when two were found; `custom`: the commands below'),
    path: RepositoryPath.describe('The folder the commands run in, relative to this file'),
    install: command('Instead of the package manager’s clean install.'),
    test: z
      .union([command('Instead of `npm test`.'), z.literal(false)])
      .describe('A command, or false: there are no tests'),
    before_deploy: command('After the tests, with cloud credentials.'),
    build: command('Makes what is deployed; without cloud credentials.'),
    deploy: command('Deploys, instead of the tool.'),
    after_deploy: command(
      'After the deployment; TRELLIS_OUTPUTS names a JSON file with the outputs. Its failure fails the deployment.',
    ),
    remove: command('Uninstalls everything that deploy made.'),
    cache: z
      .array(RepositoryPath)
      .max(20)
      .describe('Folders that are kept between builds besides the package manager’s'),
    watch: z
      .array(z.string().min(1).max(500))
      .max(100)
      .describe(
        'What else belongs to the app, from the root of the repository, such as libs/money/**: a push that changes nothing there nor in this folder does not deploy',
      ),
    outputs: RepositoryPath.describe('A JSON file that deploy writes: {"Stack": {"Key": "value"}} or {"Key": "value"}'),
    node: z
      .union([z.string().regex(/^\d+(\.\d+){0,2}$/), z.number().int().positive()])
      .describe('The Node version that the app needs'),
    timeout: z
      .string()
      .regex(/^\d+(m|h)$/, 'is not a duration such as 45m or 2h')
      .describe('Like 45m or 2h; at most the environment’s own time-out counts'),
    allow: z
      .array(Allowance)
      .max(Allowance.options.length)
      .describe('What is refused otherwise, because it is hardly ever meant'),
  })
  .partial()
export type TrellisYml = z.infer<typeof TrellisYml>

export interface TrellisYmlProblem {
  message: string
  line: number
  /** How to mend it. */
  hint: string
}

/** Parses and checks; the problem names key and line, and for an unknown key the nearest known one. */
export function parseTrellisYml(text: string): { settings: TrellisYml } | { problem: TrellisYmlProblem } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    if (broken.code !== 'DUPLICATE_KEY')
      return problem(`it is not valid YAML: ${inWords(broken.message)}`, line, mendYaml)
    const key = /^(["']?)(.*?)\1\s*:/.exec(text.slice(broken.pos[0]))?.[2] ?? ''
    return problem(`the key "${key}" is there twice`, line, 'Keep one of the two.')
  }
  if (document.contents === null) return { settings: {} }
  if (!isMap(document.contents)) return problem('it must be a list of keys with values', 1)
  const parsed = TrellisYml.safeParse(document.toJS())
  if (parsed.success) return { settings: parsed.data }
  const [issue] = parsed.error.issues
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]
  const line = lineOf(document.contents, String(key), lines)
  if (issue?.code === 'unrecognized_keys')
    return problem(`the key "${String(key)}" is unknown${nearest(String(key))}`, line)
  const value = document.getIn([key])
  const name = known.find(one => one === key)
  return problem(`"${String(key)}" must be ${name ? wanted[name] : 'something else'}, not ${shown(value)}`, line)
}

/** Its first line, without the place and the colon that leads to a picture of it. */
const inWords = (message: string): string =>
  (message.split('\n')[0] ?? '').replace(/( at line \d+, column \d+)?[:.]*$/, '')

const mendYaml =
  'Mend the YAML there: quotes help around a text that holds `: ` or ` #` or begins with a special character.'

const problem = (what: string, line: number, hint = 'docs/trellis-yml.md lists the keys.') => ({
  problem: { hint, message: `trellis.yml, line ${line}: ${what}${what.includes('did you mean') ? '?' : '.'}`, line },
})

const known = Object.keys(TrellisYml.shape) as (keyof TrellisYml)[]

/** The others are known, and stand for commands of one's own only. */
const deployable: readonly FrameworkName[] = ['cdk', 'serverless', 'sam', 'sst2', 'custom']

const aCommand = 'a command (text)'
const wanted: Record<keyof TrellisYml, string> = {
  framework: `one of ${deployable.join(', ')}`,
  path: 'a folder inside the repository',
  install: aCommand,
  test: `${aCommand}, or false`,
  before_deploy: aCommand,
  build: aCommand,
  deploy: aCommand,
  after_deploy: aCommand,
  remove: aCommand,
  cache: 'a list of at most 20 folders inside the repository, such as [.cache]',
  outputs: 'a file inside the repository',
  node: 'a version such as 24 or "24.1"',
  timeout: 'a duration such as 45m or 2h',
  watch: 'a list of at most 100 patterns from the root of the repository, such as ["libs/money/**"]',
  allow: `a list of ${Allowance.options.join(', ')}`,
}

/** As it may stand in a sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function nearest(key: string): string {
  const candidate = closest(key.toLowerCase().replaceAll('-', '_'), known)
  return distance(key.toLowerCase(), candidate) <= Math.max(2, candidate.length / 2)
    ? `; did you mean "${candidate}"`
    : `; known are ${known.join(', ')}`
}

function lineOf(map: YAMLMap, key: string, lines: LineCounter): number {
  const pair = map.items.find(item => isScalar(item.key) && String(item.key.value) === key)
  const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
  return offset === undefined ? 1 : lines.linePos(offset).line
}

/** For editors; published with the package. */
export const trellisYmlJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(TrellisYml),
  title: 'trellis.yml',
  description: 'Overrides what Trellis detected in this folder.',
})
