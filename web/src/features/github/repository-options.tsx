import { useQuery } from '@tanstack/react-query'
import { gitHubQuery, repositoriesQuery } from './queries.ts'

/** What the GitHub App may read, to choose from while one types; nothing where there is none. */
export function RepositoryOptions({ id }: { id: string }) {
  const connected = Boolean(useQuery(gitHubQuery).data?.app)
  const { data } = useQuery({ ...repositoriesQuery, enabled: connected })
  return (
    <datalist id={id}>
      {data?.repositories.map(one => (
        <option key={one.id} value={one.url}>
          {one.fullName}
        </option>
      ))}
    </datalist>
  )
}
