import { createFileRoute } from '@tanstack/react-router'
import { SignIn } from '../features/session/sign-in.tsx'
import { textIn } from '../lib/text-in.ts'

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search): { back?: string | undefined; refused?: string | undefined } => ({
    back: textIn(search.back),
    refused: textIn(search.refused),
  }),
  component: () => <SignIn back={Route.useSearch().back} refused={Route.useSearch().refused} />,
})
