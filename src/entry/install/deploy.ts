import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { optionsTo } from '../../cli/aws/options-to.ts'
import { TrellisError } from '../../core/errors.ts'
import { bootstrap } from '../../runner/cdk/bootstrap.ts'
import { CdkFailure } from '../../runner/cdk/events.ts'
import { explain } from '../../runner/cdk/explain.ts'
import { writeAssembly } from './assembly.ts'
import { type Cloud, findInstallation, type Place, type Say, type Standing } from './cloud.ts'
import { isPrepared } from './is-prepared.ts'
import { dataOf } from './kept-data.ts'
import { makeReady } from './make-ready.ts'
import { isFirstOfEcs } from './prepare-ecs.ts'

/** Brings an installation to what this Trellis brings along; goes on with one that was interrupted. @throws TrellisError installation_failed */
export async function deployInstallation(
  cloud: Cloud,
  place: Place,
  parameters: Readonly<Record<string, string>>,
  say: Say,
): Promise<Standing> {
  const { session } = cloud
  const { name, bootstrapPolicies } = place
  const folder = await mkdtemp(join(tmpdir(), 'trellis-install-'))
  // Whoever interrupts it ends the process, and waits for nothing.
  const clear = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', clear)
  const since = new Date(Date.now() - 1_000)
  try {
    say('Putting together what is to be deployed.')
    const assembly = join(folder, 'assembly')
    await writeAssembly(assembly, name)
    if (!(await isPrepared(session))) {
      say('Preparing the account for the CDK.')
      await bootstrap(session, bootstrapPolicies)
    }
    await makeReady(session, name, say)
    const { StackParameters, StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib')
    const toolkit = await session.toolkit()
    await toolkit.deploy(await toolkit.fromAssemblyDirectory(assembly), {
      stacks: { strategy: StackSelectionStrategy.ALL_STACKS },
      stackEventPollingInterval: session.pollMs,
      // A domain that was given once stays, and so does an image.
      parameters: StackParameters.withExisting({ ...parameters }),
    })
  } catch (error) {
    if (error instanceof TrellisError) throw error
    const cause = error instanceof CdkFailure ? error : await explain(session, [{ original: name, name }], since, error)
    throw await failed(cloud, place, cause)
  } finally {
    process.off('exit', clear)
    await rm(folder, { recursive: true, force: true })
  }
  const standing = await findInstallation(cloud, name)
  if (standing) return standing
  throw new TrellisError('installation_failed', `The stack ${name} is gone again.`)
}

/** With what a first attempt leaves standing, which is asked of the cloud that has just failed. */
async function failed(cloud: Cloud, place: Place, { failure }: CdkFailure): Promise<TrellisError> {
  const standing = await findInstallation(cloud, place.name).catch(() => null)
  const stack = standing && { id: standing.stack.StackId, name: place.name }
  const left = stack && !standing.whole ? await dataOf(cloud.session, stack).catch(() => []) : []
  const hints = [
    ...(isTaken(failure.message)
      ? ['Delete or rename what has that name, if nobody needs it, or install under another one with --name.']
      : isFirstOfEcs(failure.message)
        ? ['ECS has made its role in this account meanwhile: the same command again goes on.']
        : failure.hint
          ? [failure.hint]
          : []),
    ...(left.length > 0
      ? [
          `What the attempt made is gone again but for ${left.map(one => one.id).join(', ')}, which holds nothing: the next \`trellis install${optionsTo(place)}\` deletes it, and so does \`trellis uninstall --delete-data${optionsTo(place)}\`.`,
        ]
      : []),
  ]
  return new TrellisError('installation_failed', failure.message, hints.join(' ') || undefined)
}

/** The hint of a deployment would be to change the code, which is nobody's here. */
const isTaken = (message: string): boolean => /already exists|AlreadyExists/.test(message)
