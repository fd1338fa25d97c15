import { createFileRoute } from '@tanstack/react-router'
import { AccountList } from '../features/account/account-list.tsx'

export const Route = createFileRoute('/accounts')({ component: AccountList })
