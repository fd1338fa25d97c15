import { createFileRoute } from '@tanstack/react-router'
import { People } from '../features/people/people.tsx'
import { isPeopleSection, type PeopleSection } from '../features/people/sections.ts'

export const Route = createFileRoute('/people')({
  validateSearch: (search): { section?: PeopleSection } =>
    isPeopleSection(search.section) ? { section: search.section } : {},
  component: () => <People section={Route.useSearch().section ?? 'members'} />,
})
