import type { Detector, Finding } from './finding.ts'
import type { Folder } from './folder.ts'
import { type OwnCommands, outputsFile, pickOutputs, startOf } from './own-commands.ts'

/** Terraform, OpenTofu and the CDK for Terraform, which is not the AWS CDK. */
export const terraform: Detector = async folder => {
  if (folder.names.has('cdktf.json')) return await cdktf(folder)
  const files = [...folder.names].filter(name => /\.(tf|tofu)(\.json)?$/.test(name)).sort()
  const texts = await Promise.all(files.map(async file => (await folder.read(file)) ?? ''))
  // A folder without a backend or provider is a module that somebody else deploys.
  const at = texts.findIndex(text => /^\s*(terraform|provider\s+"[^"]+")\s*\{/m.test(text))
  const file = files[at]
  if (file === undefined) return undefined
  const program = files.some(name => /\.tofu(\.json)?$/.test(name)) ? 'tofu' : 'terraform'
  const keepsState = texts.some(text => /\bbackend\s+"|\bcloud\s*\{/.test(text))
  const reasons = [`${file} configures Terraform`]
  return { framework: 'terraform', reasons, supported: false, instead: () => byTerraform(program, keepsState) }
}

const withoutBackend =
  'First name a backend, such as `backend "s3"`: without one the state is lost with the build, and the next deployment makes everything anew.'
const picked =
  'Object.entries(all).filter(([, one]) => !one.sensitive && typeof one.value !== "object").map(([key, one]) => [key, one.value])'

function byTerraform(program: string, keepsState: boolean): OwnCommands {
  const begin = `${program} init -input=false\n${program} workspace select -or-create "$TRELLIS_STAGE"\n`
  return {
    notes: [
      ...(keepsState ? [] : [withoutBackend]),
      `The program ${program} has to be in /usr/local/bin of the machine, or in the image that builds run in.`,
    ],
    deploy: `${begin}${program} apply -input=false -auto-approve\n${program} output -json | ${pickOutputs(picked)}\n`,
    remove: `${begin}${program} destroy -input=false -auto-approve\n`,
    outputs: outputsFile,
  }
}

async function cdktf(folder: Folder): Promise<Finding> {
  const start = await startOf(folder, 'cdktf', { name: 'cdktf-cli', release: '0' })
  return {
    framework: 'terraform',
    reasons: ['cdktf.json: the CDK for Terraform'],
    supported: false,
    instead: manager => ({
      notes: [
        'Let the names of the stacks and their state contain TRELLIS_STAGE, and the state lie in a backend such as S3.',
        'The program terraform has to be in /usr/local/bin of the machine, or in the image that builds run in.',
      ],
      deploy: `${start(manager)} deploy '*' --auto-approve --outputs-file ${outputsFile}`,
      remove: `${start(manager)} destroy '*' --auto-approve`,
      outputs: outputsFile,
    }),
  }
}
