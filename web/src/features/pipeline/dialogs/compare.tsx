import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Modal } from '../../../ui/modal.tsx'
import { Loading, Problem } from '../../../ui/page.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { compareQuery } from '../../app/queries.ts'
import { commits } from '../distance.ts'
import { CommitList } from './commit-list.tsx'
import type { DialogProps } from './dialogs.tsx'

/** What an environment has that the next one lacks. */
export default function Compare({ status, name, onClose }: DialogProps) {
  const index = status.environments.findIndex(one => one.name === name)
  const left = status.environments[index]
  const right = status.environments[index + 1]
  const head = left?.live?.commit
  const base = right?.live?.commit
  return (
    <Modal wide title={`What ${right?.name} lacks`} onClose={onClose}>
      {head && base ? (
        <Differences
          app={status.app}
          base={base}
          head={head}
          names={[name, right.name]}
          refused={right.refused.promote}
        />
      ) : (
        <p>One of the two has nothing deployed, so there is nothing to compare.</p>
      )}
    </Modal>
  )
}

function Differences({
  app,
  base,
  head,
  names,
  refused,
}: {
  app: string
  base: string
  head: string
  names: readonly [string, string]
  /** Why they may not be promoted. */
  refused: string | undefined
}) {
  const { data, error, refetch } = useQuery(compareQuery(app, base, head))
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="the commits" />
  return (
    <>
      {data.commits.length === 0 ? (
        <p>
          {names[1]} lacks nothing that {names[0]} has.
        </p>
      ) : (
        <>
          <p>
            {names[0]} has {commits(data.commits.length)} that {names[1]} lacks, oldest first.
          </p>
          <CommitList commits={data.commits} />
        </>
      )}
      {data.behind > 0 && (
        <p className="notice notice-warn">
          {names[1]} has {commits(data.behind)} that {names[0]} lacks.
        </p>
      )}
      {data.commits.length === 0 ? null : refused === undefined ? (
        <p>
          <Link
            to="/apps/$app"
            params={{ app }}
            search={{ dialog: 'promote', environment: names[0] }}
            className="text-link"
          >
            Promote to {names[1]} …
          </Link>
        </p>
      ) : (
        <Refused what={`promote to ${names[1]}`} why={refused} />
      )}
    </>
  )
}
