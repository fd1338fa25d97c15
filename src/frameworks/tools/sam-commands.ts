import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { ownTags } from '../cdk/standing.ts'
import { joinPath } from '../reader.ts'
import { type SamConfig, sectionOf } from './sam-config.ts'
import type { SamApp, Target, ToolCommands } from './tool.ts'

/** One release for all builds, so that a deployment of today runs the same in a year. */
export const samTool = { package: 'aws-sam-cli', version: '1.170.0', module: 'samcli' }

/** A section of samconfig.toml for the environment is SAM's own way to tell environments apart. */
const sectionFor = ({ config }: SamApp, stage: string): string => (config[stage] ? stage : 'default')

/** The environment's own section names its stack; else it gets a name of its own, as the stacks of a CDK app do. */
export function samStack(
  app: SamApp,
  { stage, setting, app: fallback }: Target,
): Pick<Naming, 'mode'> & { original: string; name: string } {
  const own = app.config[stage] && sectionOf(app.config, stage, 'deploy').stack_name
  if (own !== undefined) return { mode: 'keep', original: own, name: own }
  const original = sectionOf(app.config, 'default', 'deploy').stack_name ?? fallback
  return setting === 'keep'
    ? { mode: 'keep', original, name: original }
    : { mode: 'prefix', original, name: `${stage}-${original}` }
}

const profilesIn = (section: SamConfig[string]): string[] =>
  [section.global, section.deploy, section.build, section.delete].flatMap(one => one?.parameters?.profile ?? [])

export const samUsesContainer = (app: SamApp): boolean =>
  Object.keys(app.config).some(name => sectionOf(app.config, name, 'build').use_container === true)

/** `sam deploy --guided` writes down the bucket that it made in the account of that moment. */
export function samBucketOfAnother({ config }: SamApp): string | undefined {
  for (const name of Object.keys(config)) {
    const bucket = sectionOf(config, name, 'deploy').s3_bucket
    if (bucket?.startsWith('aws-sam-cli-managed-'))
      return `samconfig.toml names ${bucket}, which SAM made in one account and region: elsewhere the deployment fails. Write \`resolve_s3 = true\` in the place of \`s3_bucket\`.`
  }
  return undefined
}

/** Sections that settle a deployment, besides that which SAM takes where none is named. */
export const samSections = ({ config }: SamApp): string[] =>
  Object.entries(config).flatMap(([name, { global, deploy }]) =>
    name !== 'default' && (global ?? deploy) ? [name] : [],
  )

/** With sections for some environments, the defaults are hardly meant for another: it would get the parameters of one of them. */
export function checkSamSection(app: SamApp, stage: string): Failure | undefined {
  const sections = samSections(app)
  if (sections.length === 0 || app.config[stage] !== undefined) return undefined
  return failure(
    'section_missing',
    null,
    `samconfig.toml has sections for ${sections.join(', ')} and none for the environment ${stage}, which would get the parameters of another.`,
    `Name the environments after the sections (\`trellis app create APP --environments ${sections.join(',')}\`, \`trellis environment add APP ${sections[0]}\`), or add [${stage}.deploy.parameters] to samconfig.toml.`,
  )
}

export function samCommands(app: SamApp, target: Target): ToolCommands {
  const section = sectionFor(app, target.stage)
  const settings = sectionOf(app.config, section, 'deploy')
  const { name } = samStack(app, target)
  const env = section === 'default' ? [] : ['--config-env', section]
  const bucket = settings.s3_bucket === undefined && settings.resolve_s3 === undefined ? ['--resolve-s3'] : []
  const tags = Object.entries(ownTags(target)).map(([key, value]) => `${key}=${value}`)
  const own = [settings.tags ?? []]
    .flat()
    .flatMap(text => text.split(/\s+/))
    .filter(Boolean)
  return {
    build: { phase: 'build', cwd: app.folder, argv: ['sam', 'build', '--template-file', app.template, ...env] },
    buildAsksCloud: false,
    deploy: {
      phase: 'deploy',
      cwd: app.folder,
      argv: [
        ...['sam', 'deploy', '--template-file', `${built}/template.yaml`, ...env],
        ...['--stack-name', name, '--region', target.region, ...bucket],
        ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        ...['--no-confirm-changeset', '--no-fail-on-empty-changeset', '--tags', ...own, ...tags],
      ],
    },
    remove: {
      phase: 'remove',
      cwd: app.folder,
      argv: ['sam', 'delete', '--stack-name', name, '--region', target.region, '--no-prompts'],
    },
    artifact: joinPath(app.folder, built),
    python: samTool,
    env: { SAM_CLI_TELEMETRY: '0' },
    profiles: Object.values(app.config).flatMap(profilesIn),
  }
}

const built = '.aws-sam/build'
