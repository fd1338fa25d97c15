import { records } from './0001-records.ts'
import { sessions } from './0002-sessions.ts'
import { history } from './0003-history.ts'
import { gitHub } from './0005-github.ts'
import { people } from './0008-people.ts'
import { logins } from './0009-logins.ts'
import { allow } from './0010-allow.ts'
import { askedBy } from './0011-asked-by.ts'

/**
 * Every step from an empty database to today's, in order; a database's version is the number of steps it has taken.
 * A step that was ever released is never edited: add another.
 */
export const migrations: readonly string[] = [records, sessions, history, gitHub, people, logins, allow, askedBy]
