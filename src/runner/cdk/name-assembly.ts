import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Naming } from '../../contract/job.ts'
import { loadAssembly, stacksOf } from '../../frameworks/cdk/assembly.ts'
import { checkAssets } from '../../frameworks/cdk/assets.ts'
import { needsBootstrap } from '../../frameworks/cdk/bootstrap.ts'
import { findCollision, findFixedNames } from '../../frameworks/cdk/fixed-names.ts'
import { decideNaming } from '../../frameworks/cdk/naming.ts'
import { checkPlacement, checkRecordedPlace } from '../../frameworks/cdk/placement.ts'
import { renameAssembly } from '../../frameworks/cdk/rename.ts'
import { checkStanding, namesToLookAt, ownTags } from '../../frameworks/cdk/standing.ts'
import { checkBootstrap } from './check-bootstrap.ts'
import { checkLinks, readInside } from './inside.ts'
import { readKept, writeKept } from './kept.ts'
import { fail, failIf } from './link.ts'
import type { DeployRequest } from './requests.ts'
import type { Session } from './session.ts'
import { tagsOf } from './stacks.ts'

export interface NamedAssembly {
  naming: Naming
  /** Stacks of this deployment; `naming` may hold older ones that still stand. */
  stacks: Naming['stacks']
  /** Assets that only the repository's own tool may build. */
  executables: string[]
}

/** Checks everything that can be checked before the cloud is changed, then gives the assembly its names in place. */
export async function nameAssembly(session: Session, request: DeployRequest): Promise<NamedAssembly> {
  const { assemblyDir, app, environment, installation, stage, setting, siblings, naming: recorded } = request
  const { accountId, region } = session.access
  failIf(checkRecordedPlace(recorded, { accountId, region }, environment))
  await checkLinks(assemblyDir)
  const files = await loadAssembly(path => readInside(assemblyDir, path))
  const executables = checkAssets(files)
  const kept = new Map((await readKept(assemblyDir)).map(stack => [stack.name, stack.original]))
  const found = stacksOf(files)
  if (found.length === 0) throw fail('synth_failed', null, 'The app has no stacks.')
  failIf(checkPlacement(found, { accountId, region }))
  // Before anything is recorded of an environment that may never stand.
  if (!recorded && needsBootstrap(files)) await checkBootstrap(session)

  const originals = found.map(stack => ({ ...stack, name: kept.get(stack.name) ?? stack.name }))
  const decision = decideNaming({ stacks: originals, setting, stage, accountId, region, recorded, siblings })
  const { mode, stacks } = decision
  const look = [...namesToLookAt(stacks), ...namesToLookAt(decision.leftover)]
  const looked = await Promise.all(look.map(async place => ({ place, stack: await session.stacks.describe(place) })))
  const standing = looked.flatMap(({ place, stack }) =>
    stack && stack.StackStatus !== 'REVIEW_IN_PROGRESS' ? [{ ...place, tags: tagsOf(stack) }] : [],
  )
  failIf(checkStanding({ app, environment, installation, setting, mode, stacks, recorded, standing }))

  const leftover = decision.leftover.filter(({ name, region: own }) =>
    standing.some(s => s.name === name && s.region === own),
  )
  const fixedNames = findFixedNames(
    files,
    stack => stacks[found.findIndex(f => f.template === stack.template)]?.name ?? stack.name,
  )
  const naming: Naming = { mode, accountId, region, stacks: [...stacks, ...leftover], fixedNames }
  failIf(findCollision(naming, siblings))

  const renames = found.map((stack, index) => ({ from: stack.name, to: stacks[index]?.name ?? stack.name }))
  const tags = ownTags(request)
  const changed = renameAssembly(files, { stacks: renames, mode, stage, accountId, region, tags })
  for (const [path, content] of changed) await writeFile(join(assemblyDir, path), JSON.stringify(content, null, 1))
  await writeKept(assemblyDir, stacks)

  session.link.say(decision.why)
  for (const { original, name } of stacks)
    session.link.say(original === name ? `Stack ${name}` : `Stack ${original} → ${name}`)
  for (const { name } of leftover)
    session.link.say(
      `The stack ${name} is not part of this deployment any more; it stands until the environment is torn down.`,
    )
  return { naming, stacks, executables }
}
