import type { AccessInfo } from '../../contract/access.ts'
import type { Actor } from '../../contract/actor.ts'

export interface Access extends AccessInfo {
  /** In whose name: what lists of people are compared with. Of a token, whoever made it. */
  login: string
}

/** Whoever asks for something, with what is known of their rights at this moment. Never recorded: see `recorded`. */
export interface Asker extends Actor {
  readonly access: Access
}

/** What is kept of whoever asked. */
export const recorded = ({ kind, name }: Actor): Actor => ({ kind, name })

const everything = (login: string): Access => ({ login, role: 'admin', apps: {}, scope: null })

/** A person who may do all. */
export const admin = (name: string): Asker => ({ kind: 'user', name, access: everything(name) })

/** Whoever can read the token file of this machine's server: nobody can take that away, so Trellis does not pretend to. */
export const owner: Asker = admin('owner')

/** Trellis itself: it may report pushes, and look. */
export const trellis: Asker = {
  kind: 'system',
  name: 'trellis',
  access: { login: 'trellis', role: null, apps: {}, scope: null },
}
