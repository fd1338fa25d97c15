import { posix } from 'node:path'
import { z } from 'zod'
import type { Finding } from './finding.ts'
import { type Folder, wants } from './folder.ts'
import { startOf } from './own-commands.ts'
import { releaseOf } from './serverless-release.ts'
import { includedFiles, readYaml } from './tools/serverless-files.ts'

const Composed = z.object({
  services: z.record(
    z.string(),
    z.object({ path: z.string(), config: z.string().optional(), region: z.unknown().optional() }),
  ),
})
type Service = z.infer<typeof Composed>['services'][string]

/** Several services that are deployed by one call, each with what the others give out. */
export async function composed(folder: Folder, file: string): Promise<Finding> {
  const release = await releaseOf(folder)
  const refused = (why: string, mend: string): Finding => ({ ...found, reasons: [...found.reasons, why], mend })
  const found = { framework: 'serverless' as const, supported: false, reasons: [`${file} composes services`] }
  if (!('range' in release)) return refused(release.problem, release.mend)
  const { program, major } = release
  const composer = program === 'osls' ? '@osls/compose' : '@serverless/compose'
  const hasOwn = program === 'serverless' && major >= 4
  if (!hasOwn && wants(folder, composer) === undefined)
    return refused(
      `package.json does not want ${composer}, which runs it`,
      `Put ${composer} among the devDependencies of package.json, and commit it with the lockfile.`,
    )
  const services = Object.entries(Composed.safeParse(readYaml((await folder.read(file)) ?? '')).data?.services ?? {})
  const asks = await Promise.all(services.map(([, service]) => asksForRegion(folder, service)))
  const astray = services.flatMap(([name], at) => (asks[at] ? [] : name))
  if (astray.length > 0 || services.length === 0)
    return refused(
      services.length === 0
        ? 'its services cannot be read'
        : `of its services ${astray.join(', ')} would not be deployed to the region of the environment`,
      `First write \`region: \${env:AWS_REGION}\` for each service into ${file}, and look again: composed services take no \`--region\`, and would go to that of their own files or to us-east-1.`,
    )
  const start = await startOf(folder, program, { release: '3' })
  return {
    ...found,
    instead: manager => ({
      deploy: `${start(manager)} deploy --stage "$TRELLIS_STAGE"`,
      remove: `${start(manager)} remove --stage "$TRELLIS_STAGE"`,
    }),
  }
}

const region = /\bAWS_(?:DEFAULT_)?REGION\b/
const files = ['serverless.yml', 'serverless.yaml', 'serverless.json', 'serverless.ts', 'serverless.js']

/** The tool itself asks for none of these variables. */
async function asksForRegion(folder: Folder, { path, config, region: said }: Service): Promise<boolean> {
  if (said !== undefined) return typeof said === 'string' && region.test(said)
  const there = at(folder, path)
  for (const name of config === undefined ? files : [config]) {
    const text = await there.read(name)
    if (text !== undefined) return [text, ...(await includedFiles(text, there))].some(each => region.test(each))
  }
  return false
}

/** A folder below, whose files may name some beside it. Above the first one nothing is seen. */
const at = (folder: Folder, path: string): Folder => ({
  ...folder,
  read: async name => {
    const inner = posix.join(path, name)
    return inner.startsWith('../') ? undefined : await folder.read(inner)
  },
  up: async () => at(folder, posix.join(path, '..')),
})
