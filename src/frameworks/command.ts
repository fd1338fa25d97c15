import type { PhaseName } from '../contract/deployment.ts'

/** A command as data. A script is text that the user wrote, for `sh -c`; nothing else ever needs a shell. */
export type Command = { phase: PhaseName; cwd: string } & ({ argv: string[] } | { script: string })
