import type { Detector, Finding } from './finding.ts'
import type { Folder } from './folder.ts'
import { tellStages } from './known-stages.ts'
import { type OwnCommands, outputsFile, pickOutputs, startOf } from './own-commands.ts'
import { languages, someCode } from './some-code.ts'
import { type StageFiles, stageFiles } from './stage-files.ts'
import { askForStage, asksForStage } from './stage-in-names.ts'
import { type CloudWorkspaces, cloudWorkspaces, manyWorkspaces } from './terraform-cloud.ts'
import { stateIn } from './terraform-state.ts'
import { withoutComments } from './without-comments.ts'

/** Terraform, OpenTofu and the CDK for Terraform, which is not the AWS CDK. */
export const terraform: Detector = async folder => {
  if (folder.names.has('cdktf.json')) return await cdktf(folder)
  const files = [...folder.names].filter(isConfiguration).sort()
  const texts = await Promise.all(files.map(async file => (await folder.read(file)) ?? ''))
  // A folder without a backend or provider is a module that somebody else deploys.
  const at = texts.findIndex(text => /^\s*(terraform|provider\s+"[^"]+")\s*\{/m.test(text))
  const file = files[at]
  if (file === undefined) return undefined
  const [state] = files.flatMap((name, at) => stateIn(name, texts[at] ?? '') ?? [])
  if (!state && isModule(folder, texts)) return undefined
  const program = files.some(name => /\.tofu(\.json)?$/.test(name)) ? 'tofu' : 'terraform'
  const found = { framework: 'terraform' as const, supported: false }
  const reasons = [`${file} configures Terraform`]
  if (state) return { ...found, ...byState(program, reasons, cloudWorkspaces(state), await settingsIn(folder)) }
  return { ...found, reasons: [...reasons, 'it names no backend that outlasts a build'], mend: nameBackend }
}

/** Says which providers it wants, and has those of whoever calls it. */
const isModule = (folder: Folder, texts: readonly string[]): boolean =>
  /(^|\/)modules?\//.test(folder.path) && !texts.some(text => /^\s*provider\s+"/m.test(text))

const nameBackend =
  'First name a backend, such as `backend "s3"`, and look again: without one the state is lost with the build, and the next deployment makes everything anew.'

const picked =
  'Object.entries(all).filter(([, one]) => !one.sensitive && typeof one.value !== "object").map(([key, one]) => [key, one.value])'

const byState = (program: string, reasons: string[], cloud: CloudWorkspaces | undefined, settings: Settings) =>
  cloud && 'single' in cloud
    ? { reasons: [...reasons, 'it names one workspace for all environments'], mend: manyWorkspaces }
    : { reasons, instead: () => byTerraform(program, cloud, settings) }

/** What is committed for each stage: the values of its variables, and where its state lies. */
interface Settings {
  variables: StageFiles | undefined
  backend: StageFiles | undefined
  /** The stage that all of it is for: `environments/dev`, beside those of others. */
  only: string | undefined
}

/** Those of `terraform.tfvars` and `*.auto.tfvars` are taken by the tool itself, for every stage. */
const variableFile = /(?:^|\/)(?:(?:terraform|variables?|vars|env)[._-])?(?<stage>[^./]+)\.tfvars(?:\.json)?$/
const backendFile = /^(?=.*backend)(?:.*\/)?(?:backend[._-])?(?<stage>[^./]+?)(?:[._-]backend)?\.(?:tfbackend|hcl)$/

async function settingsIn(folder: Folder): Promise<Settings> {
  return {
    variables: await stageFiles(folder, variableFile),
    backend: await stageFiles(folder, backendFile),
    only: await stageOf(folder),
  }
}

const isConfiguration = (name: string): boolean => /\.(tf|tofu)(\.json)?$/.test(name)
const likeStage = /^(?:dev|prod|prd|stag|stg|test|qa|uat|live|pre-?prod|sandbox|demo)/i

/** A folder of a stage's name beside others that hold configurations, too, is that stage. */
async function stageOf({ path, up }: Folder): Promise<string | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const around = likeStage.test(name) ? await up() : undefined
  for (const other of around?.names ?? [])
    if (other.endsWith('/') && other !== `${name}/` && (await around?.list(other.slice(0, -1)))?.some(isConfiguration))
      return name
  return undefined
}

/** Its state is that of the stage already: a workspace beside it would begin empty. */
const onlyThere = (stage: string): string =>
  `[ "$TRELLIS_STAGE" = "${stage}" ] || { echo "This is the configuration of ${stage}, and the environment is $TRELLIS_STAGE." >&2; exit 1; }\n`

/** Of another environment's name the tool would take what stands for none, or ask. */
function mustBeThere({ path }: StageFiles): string {
  const file = path('$TRELLIS_STAGE')
  return `[ -f "${file}" ] || { echo "There is no ${file}: add it, or deploy an environment that has such a file." >&2; exit 1; }\n`
}

/** Where the state lies in HCP Terraform, `init` without a terminal stops unless it is told a workspace that is there. */
function byTerraform(
  program: string,
  cloud: { workspace: string; token: string } | undefined,
  { variables, backend, only }: Settings,
): OwnCommands {
  const known = [variables, backend].filter(files => files !== undefined)
  const option = (name: string, files: StageFiles | undefined) =>
    files ? ` -${name}="${files.path('$TRELLIS_STAGE')}"` : ''
  const init = `${program} init -input=false${option('backend-config', backend)}\n`
  const select = cloud
    ? `export TF_WORKSPACE="${cloud.workspace}"\n${init}`
    : // A state of its own has no need of a workspace of its own, where it would begin empty.
      `${init}${backend || only !== undefined ? '' : `${program} workspace select -or-create "$TRELLIS_STAGE"\n`}`
  const begin = `${only === undefined ? '' : onlyThere(only)}${known.map(mustBeThere).join('')}${select}`
  const withVariables = `-input=false -auto-approve${option('var-file', variables)}`
  const notes = [
    `The program ${program} has to be in /usr/local/bin of the machine, or in the image that builds run in.`,
    ...(only === undefined ? [] : [tellStages('This folder', [only])]),
    ...known.map(({ path, stages }) => tellStages(path('*'), stages)),
    ...(cloud
      ? [
          `What opens the workspaces: set ${cloud.token} as a variable.`,
          'Each environment needs a workspace that is there already, with the tags or the prefix of the configuration: name it by TF_WORKSPACE below.',
          'Runs that are executed there use the credentials that are set there, not those of the environment.',
        ]
      : []),
  ]
  return {
    notes,
    deploy: `${begin}${program} apply ${withVariables}\n${program} output -json | ${pickOutputs(picked)}\n`,
    remove: `${begin}${program} destroy ${withVariables}\n`,
    outputs: outputsFile,
  }
}

/** One that is made: its names in TypeScript, Python, Java and C#, and in Go. A mere import makes none. */
const remoteBackend =
  /\b(?:New)?(?:S3|Cloud|Remote|Gcs|Azurerm|Cos|Oss|Pg|Swift|Http|Consul)Backend\s*(?:\.\s*Builder\s*\.\s*create\s*)?\(/

async function cdktf(folder: Folder): Promise<Finding> {
  const start = await startOf(folder, 'cdktf', { name: 'cdktf-cli', release: '0' })
  const found = { framework: 'terraform' as const, supported: false }
  const reasons = ['cdktf.json: the CDK for Terraform']
  if (!(await someCode(folder, languages.any, ({ text }) => remoteBackend.test(withoutComments(text)))))
    return { ...found, reasons: [...reasons, 'its code names no backend that outlasts a build'], mend: nameBackend }
  if (!(await asksForStage(folder)))
    return { ...found, reasons: [...reasons, 'its code does not ask for TRELLIS_STAGE'], mend: askForStage }
  return {
    ...found,
    reasons,
    instead: manager => ({
      notes: ['The program terraform has to be in /usr/local/bin of the machine, or in the image that builds run in.'],
      deploy: `${start(manager)} deploy '*' --auto-approve --outputs-file ${outputsFile}`,
      remove: `${start(manager)} destroy '*' --auto-approve`,
      outputs: outputsFile,
    }),
  }
}
