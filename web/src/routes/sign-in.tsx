import { createFileRoute } from '@tanstack/react-router'
import { SignIn } from '../features/session/sign-in.tsx'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): { back?: string; refused?: string } => ({
    ...(typeof search.back === 'string' ? { back: search.back } : {}),
    ...(typeof search.refused === 'string' ? { refused: search.refused } : {}),
  }),
  component: () => <SignIn back={Route.useSearch().back} refused={Route.useSearch().refused} />,
})
