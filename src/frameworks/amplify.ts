import type { Detector } from './finding.ts'
import { type Folder, wants } from './folder.ts'
import { makePython, type OwnCommands, startOf } from './own-commands.ts'

/** AWS Amplify, both generations. */
export const amplify: Detector = async folder => {
  if (!folder.names.has('amplify/')) return undefined
  if ((await folder.read('amplify/.config/project-config.json')) !== undefined) {
    const reasons = ['amplify/.config/project-config.json lies here']
    return { framework: 'amplify', reasons, supported: false, instead: await byFirst(folder) }
  }
  const backend = (await folder.read('amplify/backend.ts')) ?? (await folder.read('amplify/backend.js'))
  if (backend === undefined && wants(folder, '@aws-amplify/backend') === undefined) return undefined
  const reasons = ['amplify/ defines a backend']
  return { framework: 'amplify', reasons, supported: false, instead: await bySecond(folder) }
}

type Instead = (manager: Parameters<Awaited<ReturnType<typeof startOf>>>[0]) => OwnCommands
const appId = 'Set AMPLIFY_APP_ID as a variable: the id of the app in Amplify.'

/** It removes a backend with its branch in Amplify only, so the stack is removed by hand. */
async function bySecond(folder: Folder): Promise<Instead> {
  const start = await startOf(folder, 'ampx', { name: '@aws-amplify/backend-cli', release: '1' })
  const query = "Stacks[?starts_with(StackName, 'amplify-$AMPLIFY_APP_ID-$branch-branch-') && !ParentId].StackName"
  return manager => ({
    notes: [appId],
    deploy: `${start(manager)} pipeline-deploy --branch "$TRELLIS_STAGE" --app-id "$AMPLIFY_APP_ID"`,
    remove: `${makePython('.tool', 'awscli')}
branch=$(printf %s "$TRELLIS_STAGE" | tr -cd A-Za-z0-9)
for stack in $(.tool/bin/aws cloudformation describe-stacks --query "${query}" --output text); do
  .tool/bin/aws cloudformation delete-stack --stack-name "$stack"
  .tool/bin/aws cloudformation wait stack-delete-complete --stack-name "$stack"
done
`,
  })
}

/** Its own removal takes all environments at once, so none is suggested. */
async function byFirst(folder: Folder): Promise<Instead> {
  const start = await startOf(folder, 'amplify', { name: '@aws-amplify/cli', release: '14' })
  return manager => ({
    notes: [
      appId,
      'No remove: `amplify delete` removes all environments. Delete the stack of the environment by hand.',
    ],
    deploy: `${start(manager)} pull --appId "$AMPLIFY_APP_ID" --envName "$TRELLIS_STAGE" --yes
${start(manager)} push --yes
`,
  })
}
