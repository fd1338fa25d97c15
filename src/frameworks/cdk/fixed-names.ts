import type { Failure } from '../../contract/deployment.ts'
import type { JobSpec, Naming } from '../../contract/job.ts'
import { failure } from '../../core/failures.ts'
import { type AssemblyFiles, type AssemblyStack, stacksOf } from './assembly.ts'
import { templatesWithin } from './export-names.ts'
import { objectAt, textAt } from './json.ts'
import { accountWide, nameProperties } from './physical-names.ts'

export type FixedName = Naming['fixedNames'][number]

/** Physical names written into the templates as literals: each exists only once, whatever the stack is called. */
export function findFixedNames(files: AssemblyFiles, deployedName: (stack: AssemblyStack) => string): FixedName[] {
  return stacksOf(files).flatMap(stack =>
    [stack.template, ...templatesWithin(files, stack)].flatMap(path =>
      Object.entries(objectAt(files.get(path), 'Resources')).flatMap(([logicalId, resource]) => {
        const type = textAt(resource, 'Type') ?? ''
        const property = nameProperties[type]
        const name = property && textAt(objectAt(resource, 'Properties'), property)
        return name ? [{ stack: deployedName(stack), logicalId, type, property, name }] : []
      }),
    ),
  )
}

/** The first name that another environment of the app already holds. */
export function findCollision(
  mine: Pick<Naming, 'accountId' | 'region' | 'fixedNames'>,
  siblings: JobSpec['siblings'],
): Failure | undefined {
  for (const { environment, naming } of siblings) {
    if (naming?.accountId !== mine.accountId) continue
    const taken = new Set(
      naming.fixedNames
        .filter(({ type }) => naming.region === mine.region || accountWide.test(type))
        .map(({ type, name }) => `${type} ${name}`),
    )
    const hit = mine.fixedNames.find(({ type, name }) => taken.has(`${type} ${name}`))
    if (!hit) continue
    return failure(
      'fixed_name_collision',
      null,
      `${hit.property} of ${hit.logicalId} (${hit.type}) in ${hit.stack} is fixed to "${hit.name}", which the environment ${environment} of the same account already uses.`,
      `Remove ${hit.property} from the code, so that CloudFormation makes a name, or make it differ by TRELLIS_ENVIRONMENT.`,
    )
  }
  return undefined
}
