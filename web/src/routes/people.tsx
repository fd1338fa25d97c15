import { createFileRoute } from '@tanstack/react-router'
import { People } from '../features/people/people.tsx'
import { isPeopleSection, type PeopleSection } from '../features/people/sections.ts'
import { readOpened } from '../lib/use-opened.ts'

export const Route = createFileRoute('/people')({
  validateSearch: (search): { section?: PeopleSection; dialog?: string } => ({
    ...readOpened(search),
    ...(isPeopleSection(search.section) ? { section: search.section } : {}),
  }),
  component: () => <People section={Route.useSearch().section ?? 'members'} />,
})
