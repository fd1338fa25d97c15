import { createFileRoute } from '@tanstack/react-router'
import { SignIn } from '../features/session/sign-in.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): { back?: string } => (typeof search.back === 'string' ? { back: search.back } : {}),
  component: () => <SignIn back={Route.useSearch().back} />,
})
