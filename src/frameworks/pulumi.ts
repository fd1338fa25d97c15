import { extname } from 'node:path'
import { z } from 'zod'
import type { Detector } from './finding.ts'
import { firstOf } from './folder.ts'
import { tellStages } from './known-stages.ts'
import { type OwnCommands, outputsFile, pickOutputs } from './own-commands.ts'
import { readYaml } from './tools/serverless-files.ts'

export const pulumi: Detector = async folder => {
  const file = firstOf(folder, ['Pulumi.yaml', 'Pulumi.yml'])
  if (!file) return undefined
  const { runtime, stackConfigDir: inner } = Project.parse(readYaml((await folder.read(file)) ?? ''))
  const end = extname(file)
  const beside = inner === '.' ? [...folder.names] : await folder.list(inner)
  const names = beside.flatMap(name => new RegExp(`^Pulumi\\.(.+)\\${end}$`).exec(name)?.[1] ?? []).sort()
  const settings = (name: string) => `${inner === '.' ? '' : `${inner}/`}Pulumi.${name}${end}`
  return {
    framework: 'pulumi',
    reasons: [`${file} is a project of Pulumi`],
    supported: false,
    instead: () => byPulumi(runtime === 'nodejs', names.length > 0 ? { names, settings } : undefined),
  }
}

const Project = z
  .object({
    runtime: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).catch(''),
    stackConfigDir: z
      .string()
      .transform(path => path.replace(/^(\.\/)+|\/+$/g, ''))
      .pipe(z.string().regex(/^\w[\w./-]*$/))
      .catch('.'),
  })
  .catch({ runtime: '', stackConfigDir: '.' })

/** Stacks whose settings are committed. */
interface Known {
  names: readonly string[]
  /** Where those of one lie. */
  settings: (name: string) => string
}

function byPulumi(isNode: boolean, known: Known | undefined): OwnCommands {
  const stack = known ? selectKnown(known) : 'pulumi stack select --create "$TRELLIS_STAGE"'
  return {
    notes: [
      'The program pulumi has to be in /usr/local/bin of the machine, or in the image that builds run in.',
      'Where it keeps its state: set PULUMI_BACKEND_URL and PULUMI_CONFIG_PASSPHRASE, or PULUMI_ACCESS_TOKEN, as variables.',
      ...(known
        ? [
            tellStages(known.settings('*'), known.names),
            'None is made: a stack that the state does not hold yet needs `pulumi stack init NAME` once.',
          ]
        : []),
    ],
    ...(!isNode && { install: 'pulumi install' }),
    deploy: `${stack}
pulumi up --yes --skip-preview --non-interactive
pulumi stack output --json | ${pickOutputs('Object.entries(all).filter(([, value]) => typeof value !== "object")')}
`,
    // With its stack the file of its settings would go, and the next deployment would find neither.
    remove: `${stack}\npulumi destroy --yes --skip-preview --non-interactive${known ? '' : ' --remove'}\n`,
    outputs: outputsFile,
  }
}

/** Another name would make an empty stack, and leave the settings of the one that was meant aside. */
function selectKnown({ settings }: Known): string {
  const file = settings('$TRELLIS_STAGE')
  return `[ -f "${file}" ] || { echo "There is no ${file}: add it, or deploy an environment that has such a file." >&2; exit 1; }
pulumi stack select "$TRELLIS_STAGE"`
}
