import { setTimeout as pause } from 'node:timers/promises'

const lookEvery = 50

/** Waits for what must come to pass. @returns what `look` found. @throws Error that names it when patience ends */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  patienceMs = 60_000,
): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}`)
    await pause(lookEvery)
  }
}
