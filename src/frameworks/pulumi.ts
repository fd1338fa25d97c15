import type { Detector } from './finding.ts'
import { firstOf } from './folder.ts'
import { type OwnCommands, outputsFile, pickOutputs } from './own-commands.ts'

export const pulumi: Detector = async folder => {
  const file = firstOf(folder, ['Pulumi.yaml', 'Pulumi.yml'])
  if (!file) return undefined
  const isNode = /^runtime:\s*(nodejs|\n\s+name:\s*nodejs)/m.test((await folder.read(file)) ?? '')
  return {
    framework: 'pulumi',
    reasons: [`${file} is a project of Pulumi`],
    supported: false,
    instead: () => byPulumi(isNode),
  }
}

const stack = 'pulumi stack select --create "$TRELLIS_STAGE"'
const byPulumi = (isNode: boolean): OwnCommands => ({
  notes: [
    'The program pulumi has to be in /usr/local/bin of the machine, or in the image that builds run in.',
    'Where it keeps its state: set PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE, or PULUMI_ACCESS_TOKEN, as variables.',
  ],
  ...(!isNode && { install: 'pulumi install' }),
  deploy: `${stack}
pulumi up --yes --skip-preview --non-interactive
pulumi stack output --json | ${pickOutputs('Object.entries(all).filter(([, value]) => typeof value !== "object")')}
`,
  remove: `${stack}\npulumi destroy --yes --skip-preview --non-interactive --remove\n`,
  outputs: outputsFile,
})
