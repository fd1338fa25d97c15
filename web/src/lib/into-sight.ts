/** A reference for what is chosen already when it is drawn, be it far down a list. */
export function intoSight(node: HTMLElement | null): void {
  node?.scrollIntoView({ block: 'nearest' })
}
