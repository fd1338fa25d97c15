import { createFileRoute } from '@tanstack/react-router'
import { AccountList } from '../features/account/account-list.tsx'

export const Route = createFileRoute('/accounts')({
  validateSearch: (search): { dialog?: 'add' } => (search.dialog === 'add' ? { dialog: 'add' } : {}),
  component: function Accounts() {
    const navigate = Route.useNavigate()
    return (
      <AccountList
        adding={Route.useSearch().dialog === 'add'}
        onAdding={adding =>
          void navigate({ search: adding ? { dialog: 'add' } : {}, resetScroll: false, replace: !adding })
        }
      />
    )
  },
})
