import type { Ports } from '../ports/ports.ts'

/** Digests of the artifacts of an environment's newest successes: those are kept, older ones are pruned. */
export async function keptArtifacts(ports: Ports, app: string, environment: string): Promise<Set<string>> {
  const kept = new Set<string>()
  let before: string | undefined
  while (kept.size < ports.limits.artifacts) {
    const page = await ports.deployments.list({ app, environment, state: 'succeeded', before, limit: 50 })
    for (const { artifact } of page) if (artifact && kept.size < ports.limits.artifacts) kept.add(artifact.digest)
    before = page.at(-1)?.id
    if (page.length < 50) break
  }
  return kept
}

/** Removes what no environment may roll back to any more. */
export async function pruneArtifacts(ports: Ports): Promise<void> {
  const storedBefore = ports.clock.now() - 24 * 60 * 60 * 1000
  const keep = new Set<string>()
  for (const app of await ports.apps.apps()) {
    for (const environment of await ports.apps.environments(app.name)) {
      for (const digest of await keptArtifacts(ports, app.name, environment.name)) keep.add(digest)
    }
  }
  for (const { app, source, fromArtifact, artifact } of await ports.deployments.open()) {
    if (artifact) keep.add(artifact.digest)
    // A rollback that waits, while newer successes push its target out of those kept.
    const target = fromArtifact && source ? await ports.deployments.find(app, source.environment, source.number) : null
    if (target?.artifact) keep.add(target.artifact.digest)
  }
  await ports.artifacts.prune(keep, storedBefore)
}
