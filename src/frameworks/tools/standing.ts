import type { Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import type { ToolApp } from './tool.ts'

type Deploy = { kind: 'cdk' | 'command' } | { kind: 'tool'; app: ToolApp }

const called = (tool: string | undefined): string => tool ?? 'the CDK'

/** Another tool would build a second app beside the one that stands. Commands of the user's own do as they please. */
export function checkSameTool(naming: Naming | null, deploy: Deploy, environment: string): Failure | undefined {
  if (naming === null || deploy.kind === 'command') return undefined
  const tool = deploy.kind === 'tool' ? deploy.app.tool : undefined
  if (naming.tool === tool) return undefined
  return failure(
    'stack_exists',
    null,
    `${environment} stands by ${called(naming.tool)}; this commit would be deployed by ${called(tool)}, beside it and empty.`,
    'Tear the environment down first, or go back to the tool that made it.',
  )
}

/** A service or stack of another name would be an empty twin, and what stands nobody's any more. */
export function checkSameName(naming: Naming | null, name: string, environment: string): Failure | undefined {
  const standing = naming?.stacks.find(stack => stack.name !== name)
  if (!standing) return undefined
  return failure(
    'stack_exists',
    null,
    `${environment} stands already, as ${standing.name}: ${name} would make an empty twin of it.`,
    'Tear the environment down first, or go back to the name that stands.',
  )
}
