import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useLive } from '../../lib/live.tsx'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { Loading } from '../../ui/page.tsx'
import { appsQuery } from '../app/queries.ts'

/** So many are named: when they have gone, the next ones are. */
const mostNamed = 20

/** Forgets an account, or says which environments stand in the way. */
export function RemoveAccount({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient()
  // Who frees it in another tab, or by the command line, sees it here.
  useLive('apps')
  const { data, error } = useQuery(appsQuery)
  const users = data?.apps.flatMap(({ app, environments }) =>
    environments.filter(one => one.account === name).map(one => ({ app, environment: one.name })),
  )
  const remove = useAction((_: undefined) => client.call('removeAccount', { params: { account: name } }), {
    shown: true,
    done: () => ({ title: `${name} was removed` }),
    onDone: () => {
      onClose()
      void queries.invalidateQueries({ queryKey: keys.accounts })
    },
  })
  const inUse = users !== undefined && users.length > 0
  const isAsking = !users && !error
  return (
    <Modal
      title={`Remove ${name}`}
      onClose={onClose}
      footer={inUse || isAsking ? <Button onClick={onClose}>Close</Button> : null}
    >
      {isAsking ? (
        <Loading what="which environments deploy to it" />
      ) : inUse ? (
        <InUse users={users} />
      ) : (
        <>
          <p>
            Trellis forgets its credentials. Nothing in the cloud changes. It is refused while an environment uses it.
          </p>
          <ConfirmName
            name={name}
            action={`Remove ${name}`}
            busy={remove.isPending}
            onCancel={onClose}
            onConfirm={() => remove.mutate(undefined)}
          >
            <FormProblem error={remove.error} />
          </ConfirmName>
        </>
      )}
    </Modal>
  )
}

const InUse = ({ users }: { users: { app: string; environment: string }[] }) => (
  <div>
    <p>
      {users.length === 1
        ? 'An environment deploys to it. Give it another account first, once what stands there is torn down:'
        : `${users.length} environments deploy to it. Give them another account first, once what stands there is torn down:`}
    </p>
    <ul className="stack-list">
      {users.slice(0, mostNamed).map(({ app, environment }) => (
        <li key={`${app} ${environment}`}>
          <Link
            to="/apps/$app/settings"
            params={{ app }}
            search={{ section: 'environments', environment }}
            className="text-link"
          >
            {app}/{environment}
          </Link>
        </li>
      ))}
      {users.length > mostNamed && <li className="quiet">and {users.length - mostNamed} more</li>}
    </ul>
  </div>
)
