import type { Allow } from '../../../../src/contract/access.ts'

export const operations = {
  deploy: 'Deploy',
  promote: 'Promote to it',
  rollback: 'Roll back',
  teardown: 'Tear down',
} as const
export type Operation = keyof typeof operations

/** Empty: every deployer. `admins`: nobody else. Else names, with commas or spaces between them. */
export function readAllow(form: FormData): Allow {
  const people = (operation: Operation): string[] | null => {
    const names = String(form.get(`allow-${operation}`) ?? '')
      .split(/[\s,]+/)
      .filter(name => name !== '')
    if (names.length === 0) return null
    return names.filter(name => name !== 'admins')
  }
  return {
    deploy: people('deploy'),
    promote: people('promote'),
    rollback: people('rollback'),
    teardown: people('teardown'),
  }
}
