import type { Progress } from '../../contract/deployment.ts'
import type { Activity } from './event-order.ts'

/** One progress out of those of the stacks that deploy at the same time. Never goes back while nothing is rolled back. */
export class ProgressOfStacks {
  readonly #stacks = new Map<string, { completed: number; total: number }>()
  readonly #report: (progress: Progress) => void

  constructor(report: (progress: Progress) => void) {
    this.#report = report
  }

  add({ deployment, progress, event }: Activity): void {
    const completed = progress.completed
    this.#stacks.set(deployment, { completed, total: Math.max(progress.total ?? completed, completed) })
    const sum = { completed: 0, total: 0 }
    for (const stack of this.#stacks.values()) {
      sum.completed += stack.completed
      sum.total += stack.total
    }
    this.#report({ ...sum, current: `${event.ResourceType ?? ''} ${event.LogicalResourceId ?? ''}`.trim() })
  }
}
