export const peopleSections = {
  members: 'Members',
  'sign-in': 'Sign-in',
  tokens: 'Tokens',
  sessions: 'Sessions',
} as const

export type PeopleSection = keyof typeof peopleSections
export const isPeopleSection = (value: unknown): value is PeopleSection =>
  typeof value === 'string' && value in peopleSections
