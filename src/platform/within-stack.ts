/** A resource as CloudFormation lists it. */
interface Listed {
  ResourceType?: string | undefined
  PhysicalResourceId?: string | undefined
  LogicalResourceId?: string | undefined
  ResourceStatus?: string | undefined
}

/** How whoever asks reads a stack by its name or id. */
export interface StackLook {
  resources(stack: string): Promise<readonly Listed[]>
  /** As `deletionPolicies` reads them from its template. */
  policies(stack: string): Promise<ReadonlyMap<string, string>>
}

export interface WithinStack {
  type: string
  id: string
  logicalId: string
  /** What its template says of its deletion; empty, where nothing is known. */
  policy: string
}

const nestedStack = 'AWS::CloudFormation::Stack'
const neverMade = new Set(['DELETE_COMPLETE', 'CREATE_FAILED'])
const keeping = new Set(['Retain', 'RetainExceptOnCreate'])

/** Whether it outlives its stack. */
export const isKept = ({ policy }: WithinStack): boolean => keeping.has(policy)

/** A stack within a stack, which goes with it. */
export const isNested = (one: WithinStack): boolean => one.type === nestedStack && !isKept(one)

/** All that stands in a stack, in nested ones as well, each behind the one that it is in. */
export async function withinStack(look: StackLook, stack: string): Promise<WithinStack[]> {
  const [policies, resources] = await Promise.all([look.policies(stack), look.resources(stack)])
  const found = resources.map(async (one): Promise<WithinStack[]> => {
    const { ResourceType: type, PhysicalResourceId: id, LogicalResourceId: logicalId, ResourceStatus = '' } = one
    if (!type || !id || !logicalId || neverMade.has(ResourceStatus)) return []
    const mine = { type, id, logicalId, policy: policies.get(logicalId) ?? '' }
    return isNested(mine) ? [mine, ...(await withinStack(look, id))] : [mine]
  })
  return (await Promise.all(found)).flat()
}
