import type { RetainedResource } from '../../../../src/contract/deployment.ts'

/** What a teardown left behind in the cloud, or deleted after all. */
export function Retained({ resources }: { resources: readonly RetainedResource[] }) {
  if (resources.length === 0) return null
  const left = resources.filter(one => !one.deleted).length
  return (
    <details className="retained" open={left > 0}>
      <summary>
        {left > 0 ? `${left} left behind in the cloud` : 'Nothing left behind'}
        {resources.length > left ? `, ${resources.length - left} deleted on request` : ''}
      </summary>
      <ul>
        {resources.map(one => (
          <li key={`${one.stack} ${one.logicalId} ${one.id}`}>
            <code>{one.id}</code> <span className="quiet">{one.type}</span> {one.deleted && 'deleted'}
            {one.problem && <span className="retained-problem">{one.problem}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}
