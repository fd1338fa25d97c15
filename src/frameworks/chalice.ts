import { z } from 'zod'
import type { Detector } from './finding.ts'
import { tellStages } from './known-stages.ts'
import { makePython } from './own-commands.ts'
import { bySam } from './sam-instead.ts'
import { readYaml } from './tools/serverless-files.ts'

const config = '.chalice/config.json'

export const chalice: Detector = async folder => {
  const text = folder.names.has('.chalice/') ? await folder.read(config) : undefined
  if (text === undefined) return undefined
  const stages = Object.keys(Stages.safeParse(readYaml(text)).data?.stages ?? {})
  return {
    framework: 'chalice',
    reasons: [`${config} lies here`],
    supported: false,
    // `chalice deploy` keeps what it made in a file of the checkout; a stack keeps it in the cloud.
    instead: () => ({
      notes: [
        'What `chalice deploy` made earlier is not taken over: a stack is made beside it, and the old one stays until `chalice delete`.',
        ...(stages.length > 0 ? [tellStages(config, stages)] : []),
      ],
      ...bySam('.chalice/package/sam.json', { install, build }),
    }),
  }
}

const Stages = z.object({ stages: z.record(z.string(), z.unknown()) })

/** `chalice package` takes any name, and leaves out what stands in the stages of others: their variables, for one. */
const known = `python3 -c 'import json, os, sys
stages, stage = json.load(open("${config}")).get("stages", {}), os.environ["TRELLIS_STAGE"]
if stages and stage not in stages: sys.exit("${config} has no stage " + stage + ", but " + ", ".join(stages) + ": add it there, or deploy an environment of such a name.")'`

const install = `${makePython('.venv', 'chalice', '-r requirements.txt')}\n`
const build = `${known}\n.venv/bin/chalice package --stage "$TRELLIS_STAGE" .chalice/package\n`
