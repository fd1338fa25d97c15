import type { Asker } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'

/** @throws TrellisError invalid_variable when it is not there */
export async function unsetVariable(
  ports: Ports,
  actor: Asker,
  place: { app: string; environment: string },
  key: string,
): Promise<void> {
  const { environment } = await findEnvironment(ports, place.app, place.environment)
  demand(actor, 'set-variables', placeOf(environment))
  if (await ports.variables.removeVariable(place.app, place.environment, key)) {
    ports.live.changed(place.app)
    return
  }
  throw new TrellisError(
    'invalid_variable',
    `${place.environment} has no variable ${key}.`,
    `\`trellis variables list ${place.app} ${place.environment}\` shows them.`,
  )
}
