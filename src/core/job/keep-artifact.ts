import type { ArtifactPlace, CloudCredentials } from '../../contract/job.ts'
import { targetOf } from '../account/target-account.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { authenticateRunner } from './claim-job.ts'

/** Stores what a runner deployed. It belongs to the deployment once the runner reports it. @throws as authenticateRunner, disk_full */
export async function keepArtifact(ports: Ports, id: string, session: string, content: AsyncIterable<Uint8Array>) {
  await authenticateRunner(ports, id, session)
  return ports.artifacts.put(content)
}

/** Where a runner puts what it deployed, around the API. @throws as authenticateRunner; invalid_input where the API takes it */
export async function placeArtifact(
  ports: Ports,
  id: string,
  session: string,
  offer: { digest: string; bytes: number },
): Promise<ArtifactPlace> {
  await authenticateRunner(ports, id, session)
  const { direct } = ports.artifacts
  if (!direct) {
    throw new TrellisError('invalid_input', 'Artifacts are sent through the API here.', 'PUT it to this very address.')
  }
  return direct.upload(offer.digest, offer.bytes)
}

/** What a rollback deploys. @throws as authenticateRunner, artifact_missing */
export async function fetchArtifact(ports: Ports, id: string, session: string): Promise<AsyncIterable<Uint8Array>> {
  const record = await authenticateRunner(ports, id, session)
  const target =
    record.source && (await ports.deployments.find(record.app, record.source.environment, record.source.number))
  if (!record.fromArtifact || !target?.artifact) {
    throw new TrellisError('artifact_missing', `No artifact is kept for this deployment.`, 'Deploy the commit again.')
  }
  return ports.artifacts.get(target.artifact.digest)
}

/** @throws as authenticateRunner and TargetAccounts.access */
export async function renewCredentials(ports: Ports, id: string, session: string): Promise<CloudCredentials> {
  const record = await authenticateRunner(ports, id, session)
  const { environment } = await findEnvironment(ports, record.app, record.environment)
  return (await ports.targets.access(await targetOf(ports, environment))).credentials
}
