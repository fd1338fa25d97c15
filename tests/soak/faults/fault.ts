import type { World } from '../world.ts'

/** Something that goes wrong while Trellis works. When it is over all must be well again, which others see to. */
export interface Fault {
  /** As docs/reliability.md names its test. */
  readonly name: string
  readonly play: (world: World) => Promise<void>
}
