import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { Allow, Login, type SetAllow as Schema } from '../../contract/access.ts'
import { commaList } from './amounts.ts'

export type SetAllow = z.input<typeof Schema>

/** `promote=mia,leo`: these and admins. `teardown=admins`: nobody else. `deploy=everyone`: every deployer again. */
export function allow(text: string, before: SetAllow = {}): SetAllow {
  const [operation = '', who = ''] = text.split('=')
  const known = Allow.keyof().safeParse(operation)
  if (!known.success || who === '') {
    throw new InvalidArgumentError(`Give one of ${Allow.keyof().options.join(', ')}, such as promote=mia,leo.`)
  }
  return { ...before, [known.data]: people(who) }
}

function people(who: string): string[] | null {
  if (who === 'everyone') return null
  if (who === 'admins') return []
  return commaList(who).map(name => {
    const login = Login.safeParse(name)
    if (login.success) return login.data
    throw new InvalidArgumentError(`${name} ${login.error.issues[0]?.message}. Give names, or everyone, or admins.`)
  })
}
