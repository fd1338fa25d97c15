import { useQuery } from '@tanstack/react-query'
import type { Output } from '../../../../../src/client/route-types.ts'
import { explain } from '../../../lib/use-action.ts'
import { stayingQuery } from './queries.ts'

/** So many are named; whoever has more finds them after the teardown, all of them. */
const mostNamed = 8

/** What would stay behind, by name. The cloud is asked for it, which may take some seconds: the rest of the dialog does not wait. */
export function useStaying(app: string, environment: string) {
  const { data, error } = useQuery(stayingQuery(app, environment))
  const problem = error ? explain(error).message : (data?.problem ?? null)
  return { resources: data?.resources ?? [], problem, deletable: data?.deletable ?? true, asking: !data && !error }
}

interface Props extends ReturnType<typeof useStaying> {
  /** Whether any stack is known: of what commands of the app's own leave, nobody knows. */
  known: boolean
  /** Whether it is to be deleted, too. */
  deleted: boolean
}

export function Staying({ resources, problem, deletable, asking, known, deleted }: Props) {
  if (!known && resources.length === 0) return null
  if (asking) {
    return (
      <p className="quiet" role="status">
        Looking at what would stay behind …
      </p>
    )
  }
  const named = resources.slice(0, mostNamed)
  return (
    <div>
      {resources.length > 0 && (
        <>
          <p>{deleted ? 'This is deleted with them, and its data:' : 'This stays behind, with its data:'}</p>
          <ul className="stack-list">
            {named.map(one => (
              <Resource key={`${one.region} ${one.type} ${one.id}`} one={one} />
            ))}
            {resources.length > named.length && <li className="quiet">and {resources.length - named.length} more</li>}
          </ul>
        </>
      )}
      {problem !== null && (
        <p className="notice notice-warn">What would stay behind could not be looked at: {problem}</p>
      )}
      {known && problem === null && resources.length === 0 && (
        <p className="quiet">No resource of these stacks is to be kept by what their templates say.</p>
      )}
      {known && (
        <p className="quiet">
          {deletable
            ? 'Buckets that are not empty, logs of functions and what updates replaced may stay as well; the teardown lists them.'
            : 'The app’s own tool removes its stacks: what it leaves behind, no teardown deletes.'}
        </p>
      )}
    </div>
  )
}

const Resource = ({ one }: { one: Output<'staying'>['resources'][number] }) => (
  <li>
    <code>{one.id}</code>{' '}
    <span className="quiet">
      {one.type} {one.logicalId}
      {one.region && `, ${one.region}`}
      {one.snapshot && ': a snapshot of it stays'}
      {one.leftBy !== null && `, left by the teardown #${one.leftBy}`}
    </span>
  </li>
)
