import type { Command } from 'commander'
import { group } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { allow, disallow, listAdmissions } from './admissions.ts'
import { listMembers, removeMember, setMember } from './members.ts'
import { listSessions, revokeSession } from './sessions.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'

export const accessCommands = (shell: Shell): Command[] => [
  group('member', 'Members: who may do what', [listMembers(shell), setMember(shell), removeMember(shell)]),
  group('sign-in', 'Sign-in by GitHub: whom it lets in', [listAdmissions(shell), allow(shell), disallow(shell)]),
  group('token', 'Tokens: what machines, such as your CI, may do', [
    createToken(shell),
    listTokens(shell),
    revokeToken(shell),
  ]),
  group('session', 'Sessions: where people are signed in', [listSessions(shell), revokeSession(shell)]),
]
