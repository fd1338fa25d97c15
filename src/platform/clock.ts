/**
 * The system's clock, but for its jumps back: what waits for a time would wait for as long as the jump is. Then it goes on at half
 * its pace, as steadily as the machine runs, until the system has caught up.
 * @param steady milliseconds since whenever, by a clock that nobody sets
 */
export function createClock(
  system: () => number = Date.now,
  steady: () => number = () => performance.now(),
): { now(): number } {
  let latest = 0
  let asked = 0
  return {
    now() {
      const moment = steady()
      // A part of a millisecond counts when it is whole: whoever asks often must not stop the clock.
      const passed = Math.floor((moment - asked) / 2)
      const told = system()
      if (told >= latest) {
        latest = told
        asked = moment
      } else if (passed >= 1) {
        latest += passed
        asked += passed * 2
      }
      return latest
    },
  }
}
