import { createFileRoute } from '@tanstack/react-router'
import { AccountList } from '../features/account/account-list.tsx'
import { readOpened } from '../lib/read-opened.ts'

export const Route = createFileRoute('/accounts')({ validateSearch: readOpened, component: AccountList })
