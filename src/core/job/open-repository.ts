import { findApp } from '../app/find-app.ts'
import { type CloneCredential, cloneCredential } from '../github/clone-credential.ts'
import type { Ports } from '../ports/ports.ts'
import { authenticateRunner } from './claim-job.ts'

/**
 * What opens the repository of a running job, fetched anew each time.
 * @throws TrellisError not_signed_in, job_over, app_not_found, and what GitHub says
 */
export async function openRepository(ports: Ports, id: string, session: string): Promise<CloneCredential | null> {
  const { app } = await authenticateRunner(ports, id, session)
  return cloneCredential(ports, (await findApp(ports, app)).repository)
}
