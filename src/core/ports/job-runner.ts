import type { Machine } from '../../contract/machine.ts'

/** `starting`: on its way, and no program in it could report yet. `gone`: no process is left, or none ever was. */
export type MachineStatus = 'starting' | 'running' | 'gone'

/** Why a build machine is no more, as the place that it ran in words it. */
export interface MachineEnd {
  /** Without a full stop; it stands in the deployment's failure. */
  reason: string
  /** How it is mended, where the reason tells. */
  hint: string | null
}

/** What a machine is for. */
export interface Whose {
  app: string
  environment: string
}

/** Starts and stops build machines. One job a deployment. */
export interface JobRunner {
  /** Whether a machine can be asked for by its size. */
  readonly sizes: boolean
  /** Another program of this server starts machines, and is woken by the outbox: whoever answers people need not be allowed to. */
  readonly elsewhere?: boolean
  /**
   * Starts a build machine for a deployment, and returns as soon as it is on its way. Hands it nothing but the job
   * token (the machine knows the API's URL); the token must not be readable in a process list or a task definition.
   * Calling it again for the same deployment replaces a machine that has not started its job.
   * @param machine of which size, where there are sizes; without, the usual one
   * @param whose it is, for those who look at what machines cost
   * @throws TrellisError machine_unavailable: there is no room for one at the moment, and none was started. Ask again later.
   * machine_stopping: likewise, since an earlier machine of this deployment is not gone yet.
   */
  start(deployment: string, token: string, machine?: Machine | null, whose?: Whose): Promise<void>
  /** The machine has its job: what it was told in order to get it is of no use to anybody any more. */
  taken(deployment: string): Promise<void>
  /**
   * Ends the machine and every process in it, however deep; returns when none is left. Stopping what never ran or
   * is over is a no-op. Survives a restart of the server: machines started before it are found.
   */
  stop(deployment: string): Promise<void>
  status(deployment: string): Promise<MachineStatus>
  /**
   * Why the last machine of a deployment ended, or is ending. Null: it runs, nobody knows, or Trellis itself ended it, in whose stead
   * another one may be on its way.
   */
  whyGone(deployment: string): Promise<MachineEnd | null>
}
