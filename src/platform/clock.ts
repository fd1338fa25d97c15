/** The system's clock, but for its jumps back: then it stands still until the system has caught up. */
export function createClock(system: () => number = Date.now): { now(): number } {
  let latest = 0
  return {
    now() {
      latest = Math.max(latest, system())
      return latest
    },
  }
}
