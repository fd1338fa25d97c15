import { type Opened, readOpened } from '../../lib/read-opened.ts'

export const peopleSections = {
  members: 'Members',
  'sign-in': 'Sign-in',
  tokens: 'Tokens',
  sessions: 'Sessions',
} as const

export type PeopleSection = keyof typeof peopleSections
const isPeopleSection = (value: unknown): value is PeopleSection =>
  typeof value === 'string' && Object.hasOwn(peopleSections, value)

export interface PeopleSearch extends Opened {
  section?: PeopleSection | undefined
}

export const readPeopleSearch = (search: Record<string, unknown>): PeopleSearch => ({
  ...readOpened(search),
  section: isPeopleSection(search.section) ? search.section : undefined,
})
