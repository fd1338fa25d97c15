import { z } from 'zod'
import type { Ports } from '../core/ports/ports.ts'

const Departure = z.object({
  state: z.string(),
  verifier: z.string(),
  ofOwner: z.boolean(),
  until: z.number(),
})
type Departure = Omit<z.infer<typeof Departure>, 'until'>

const context = 'sign-in:departure'

/** What is remembered of a browser on its way to GitHub, in a cookie of that browser, sealed: no server has to keep it. */
export function sealDeparture(ports: Ports, lifetime: number) {
  return {
    seal: (departure: Departure): Promise<string> =>
      ports.vault.seal(JSON.stringify({ ...departure, until: ports.clock.now() + lifetime }), context),
    /** Null: there is none, it is too old, or it was not sealed here. */
    async open(sealed: string | undefined): Promise<Departure | null> {
      if (!sealed) return null
      const text = await ports.vault.open(sealed, context).catch(() => 'null')
      const departure = Departure.safeParse(JSON.parse(text)).data
      return departure && departure.until > ports.clock.now() ? departure : null
    },
  }
}
