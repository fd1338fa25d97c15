import type { Machine } from '../../contract/machine.ts'

/** Starts and stops build machines. One job a deployment. */
export interface JobRunner {
  /** Whether a machine can be asked for by its size. */
  readonly sizes: boolean
  /**
   * Starts a build machine for a deployment, and returns as soon as it is on its way. Hands it nothing but the job
   * token (the machine knows the API's URL); the token must not be readable in a process list or a task definition.
   * Calling it again for the same deployment replaces a machine that has not started its job.
   * @param machine of which size, where there are sizes; without, the usual one
   * @throws TrellisError machine_unavailable: there is no room for one at the moment, and none was started. Ask again later.
   * machine_stopping: likewise, since an earlier machine of this deployment is not gone yet.
   */
  start(deployment: string, token: string, machine?: Machine | null): Promise<void>
  /**
   * Ends the machine and every process in it, however deep; returns when none is left. Stopping what never ran or
   * is over is a no-op. Survives a restart of the server: machines started before it are found.
   */
  stop(deployment: string): Promise<void>
  /** `gone`: no process is left, or none ever was. */
  status(deployment: string): Promise<'running' | 'gone'>
}
