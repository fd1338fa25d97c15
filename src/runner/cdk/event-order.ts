import type { StackActivity } from '@aws-cdk/toolkit-lib'

export type Activity = Pick<StackActivity, 'deployment' | 'progress' | 'event'>

/**
 * The toolkit reads the newest events first and sorts them by time, which leaves those of one instant the wrong way round:
 * they are held back until all of them are here, and told as they came about.
 */
export class EventOrder {
  readonly #told: (activity: Activity) => void
  /** Of each stack that deploys: the events of one instant, in the order in which they came in. */
  readonly #held = new Map<string, Activity[]>()
  #soon: NodeJS.Immediate | undefined

  constructor(told: (activity: Activity) => void) {
    this.#told = told
  }

  add(activity: Activity): void {
    const held = this.#held.get(activity.deployment) ?? []
    if (held[0] && timeOf(held[0]) !== timeOf(activity)) this.#tell(held.splice(0))
    held.push(activity)
    this.#held.set(activity.deployment, held)
    // Nothing is waited for between two events of one look at a stack.
    this.#soon ??= setImmediate(() => this.flush())
  }

  /** Tells what is held back, since something else is going to be told. */
  flush(): void {
    clearImmediate(this.#soon)
    this.#soon = undefined
    for (const held of this.#held.values()) this.#tell(held)
    this.#held.clear()
  }

  /** How far things went was counted as they came in. */
  #tell(held: readonly Activity[]): void {
    for (const [at, { progress }] of held.entries()) this.#told({ ...(held.at(-1 - at) as Activity), progress })
  }
}

const timeOf = ({ event }: Activity): number => event.Timestamp?.getTime() ?? 0
