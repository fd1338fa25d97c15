export const sections = {
  environments: 'Environments',
  variables: 'Variables',
  app: 'App',
  danger: 'Danger zone',
} as const

export type Section = keyof typeof sections
export const isSection = (value: unknown): value is Section => typeof value === 'string' && value in sections
