/** What is deleted with a copy left behind, unless its template says otherwise: databases, but not the members of a cluster. */
const isDatabase = ({ Type, Properties }: Resource): boolean =>
  Type === 'AWS::RDS::DBCluster' ||
  (Type === 'AWS::RDS::DBInstance' && !(isObject(Properties) && 'DBClusterIdentifier' in Properties))

type Resource = { readonly [key: string]: unknown }

/**
 * What becomes of each resource when its stack is deleted, by its logical id: Delete, Retain, RetainExceptOnCreate or Snapshot.
 * @param template in JSON, or in YAML with CloudFormation's own tags
 * @throws for what is neither
 */
export async function deletionPolicies(template: string): Promise<ReadonlyMap<string, string>> {
  const read = await parse(template)
  if (!isObject(read) || !isObject(read.Resources)) throw new Error('The template names no resources')
  return new Map(
    Object.entries(read.Resources).map(([id, each]) => {
      if (!isObject(each)) return [id, 'Delete']
      const said = each.DeletionPolicy
      return [id, typeof said === 'string' ? said : isDatabase(each) ? 'Snapshot' : 'Delete']
    }),
  )
}

const isObject = (value: unknown): value is Resource => typeof value === 'object' && value !== null

async function parse(template: string): Promise<unknown> {
  try {
    return JSON.parse(template)
  } catch {
    const yaml = await import('yaml')
    // It knows no `!Ref`, and would say so.
    return yaml.parse(template, { logLevel: 'error' })
  }
}
