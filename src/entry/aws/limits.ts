import type { Limits } from '../../core/ports/ports.ts'

/** How long a machine that cannot be given is asked for, and how long at first until it is asked for again. */
export const machineStart = { patienceMs: 10_000, pauseMs: 500 }

/** For so long after its end the lines of a deployment lie where they were written; then in S3. */
export const logsStay = 7 * 24 * 60 * 60_000

/** What is looked at once a minute may take a little longer than on a machine of its own. */
export const limits: Limits = {
  builds: null,
  lease: 90_000,
  obey: 30_000,
  settleAttempt: 45_000,
  look: 5_000,
  settleGiveUp: 60 * 60_000,
  artifacts: 10,
  // A call, and what it writes, costs a thousandth of a cent; a person hardly sees the difference.
  pace: { posts: 400, heartbeat: 5_000 },
}
