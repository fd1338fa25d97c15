import { type Opened, readOpened } from '../../lib/read-opened.ts'
import { textIn } from '../../lib/text-in.ts'

export const sections = {
  environments: 'Environments',
  variables: 'Variables',
  app: 'App',
  danger: 'Danger zone',
} as const

export type Section = keyof typeof sections
const isSection = (value: unknown): value is Section => typeof value === 'string' && Object.hasOwn(sections, value)

export interface SettingsSearch extends Opened {
  section?: Section | undefined
  environment?: string | undefined
}

export const readSettingsSearch = (search: Record<string, unknown>): SettingsSearch => ({
  ...readOpened(search),
  section: isSection(search.section) ? search.section : undefined,
  environment: textIn(search.environment),
})
