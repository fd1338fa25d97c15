import { makePython, type OwnCommands, outputsFile } from './own-commands.ts'
import { samTool } from './tools/sam-commands.ts'

const sam = `.sam/bin/python -m ${samTool.module}`
const stack = '--stack-name "$TRELLIS_APP-$TRELLIS_STAGE" --region "$AWS_REGION"'
const shown = 'json.dump({o["OutputKey"]: o["OutputValue"] for o in json.load(sys.stdin)}, sys.stdout)'

/** A template deployed by the SAM CLI of PyPI. */
export const bySam = (template: string, more: { install?: string; build: string; options?: string }): OwnCommands => ({
  install: `${more.install ?? ''}${makePython('.sam', `${samTool.package}==${samTool.version}`)}\n`,
  build: more.build,
  deploy: `${sam} deploy --template-file ${template}${more.options ?? ''} ${stack} --resolve-s3 --capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND --no-confirm-changeset --no-fail-on-empty-changeset
${sam} list stack-outputs ${stack} --output json | python3 -c 'import json, sys; ${shown}' > ${outputsFile}
`,
  remove: `${sam} delete ${stack} --no-prompts`,
  outputs: outputsFile,
})

export const samBuild = (options: string): string => `${sam} build${options}`
