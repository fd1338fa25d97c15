import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { appTag, checkStanding } from '../cdk/standing.ts'
import type { Target } from './tool.ts'

type Question = Pick<Target, 'app' | 'environment' | 'installation' | 'stage' | 'setting'>

/**
 * Whether a stack that stands under the service's name forbids this deployment: the rule of the CDK's stacks, but that nothing is
 * ever put before the names of a service. @param tags of what stands there
 */
export function checkServerlessStack(
  name: string,
  tags: Readonly<Record<string, string>>,
  question: Question,
): Failure | undefined {
  const { STAGE: standing, [appTag]: owner } = tags
  // A stack of one name for all stages would be handed from one environment to the next. The tool tags each with its stage.
  if (owner === undefined && standing !== undefined && standing !== question.stage)
    return failure(
      'stack_of_another_environment',
      null,
      `The stack ${name} stands already, as the stage ${standing}; this environment is the stage ${question.stage}.`,
      byStage,
    )
  const stacks = [{ original: name, name }]
  const failed = checkStanding({ ...question, mode: 'keep', stacks, recorded: null, standing: [{ name, tags }] })
  return failed && { ...failed, hint: waysOn(failed, name, owner, question) }
}

const byStage = 'Let `provider.stackName` of the service differ by stage.'

function waysOn({ code }: Failure, name: string, owner: string | undefined, { app, environment }: Question): string {
  if (code === 'stack_exists')
    return `\`trellis environment set ${app} ${environment} --stack-names keep\` adopts ${name}: this deployment would then update it. Another name of the service (\`service:\`) makes a stack beside it, and leaves it alone.`
  return owner === app
    ? byStage
    : 'Give one of the two services another name (`service:`), or tear the other environment down first.'
}
