import { createFileRoute } from '@tanstack/react-router'
import { People } from '../features/people/people.tsx'
import { readPeopleSearch } from '../features/people/sections.ts'

export const Route = createFileRoute('/people')({
  validateSearch: readPeopleSearch,
  component: () => <People section={Route.useSearch().section ?? 'members'} />,
})
