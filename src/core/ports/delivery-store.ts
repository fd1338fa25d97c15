import type { OutboxMessage } from './outbox.ts'

export interface DeliveryFacts {
  /** When the last one came. Milliseconds since 1970, as all times here. */
  lastAt: number | null
  accepted: number
  refused: number
}

/** What GitHub told, by the ids of its deliveries. Each method is atomic. */
export interface DeliveryStore {
  /**
   * Records that a delivery came, and puts the messages that follow from it into the outbox, in one transaction. A message that
   * waits there already, as it is, and was not handed out yet, is not put again: many deliveries of one branch need one look.
   * @returns false when it came before: then nothing is put.
   */
  accept(id: string, at: number, messages: readonly OutboxMessage[]): Promise<boolean>
  /** Counts one that was not signed as it should be. Nothing else is kept of it. */
  refuse(): Promise<void>
  facts(): Promise<DeliveryFacts>
  /** Forgets the ids of those that came before `until`; the counts stay. */
  prune(until: number): Promise<void>
}
