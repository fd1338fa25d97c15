import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useAction } from '../../lib/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmName } from '../../ui/confirm-name.tsx'
import { FormProblem } from '../../ui/form-problem.tsx'
import { Modal } from '../../ui/modal.tsx'
import { appsQuery } from '../app/queries.ts'

/** Forgets an account, or says which environments stand in the way. */
export function RemoveAccount({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient()
  const { data } = useQuery(appsQuery)
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
  if (users && users.length > 0) return <InUse {...{ name, users, onClose }} />
  return (
    <Modal title={`Remove ${name}`} onClose={onClose}>
      <p>Trellis forgets its credentials. Nothing in the cloud changes. It is refused while an environment uses it.</p>
      <ConfirmName
        name={name}
        action={`Remove ${name}`}
        busy={remove.isPending}
        onCancel={onClose}
        onConfirm={() => remove.mutate(undefined)}
      >
        <FormProblem error={remove.error} />
      </ConfirmName>
    </Modal>
  )
}

interface InUseProps {
  name: string
  users: { app: string; environment: string }[]
  onClose: () => void
}

const InUse = ({ name, users, onClose }: InUseProps) => (
  <Modal title={`Remove ${name}`} onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
    <p>
      {users.length === 1 ? 'An environment deploys' : `${users.length} environments deploy`} to it. Give{' '}
      {users.length === 1 ? 'it' : 'them'} another account first:
    </p>
    <ul>
      {users.map(({ app, environment }) => (
        <li key={`${app} ${environment}`}>
          <Link to="/apps/$app/settings" params={{ app }} search={{ section: 'environments', environment }}>
            {app}/{environment}
          </Link>
        </li>
      ))}
    </ul>
  </Modal>
)
