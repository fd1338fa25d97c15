import type { PeopleHost } from '../../core/ports/people-host.ts'

/** Where people can sign in, as each page asks: a file of its own, since it needs nothing of what then signs them in. */
export const signInAt =
  (app: () => Promise<{ webUrl: string } | null>): PeopleHost['signInAt'] =>
  async () => {
    const connected = await app()
    return connected && { name: new URL(connected.webUrl).host, url: connected.webUrl }
  }
