import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outputs } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { explain } from './explain.ts'
import { nameAssembly } from './name-assembly.ts'
import { deployWithOwnCdk } from './own-cdk.ts'
import { makeReady } from './ready.ts'
import type { DeployRequest, DeployResult } from './requests.ts'
import type { Session } from './session.ts'

/** Deploys an assembly under the environment's names. Nothing of the cloud changes before both acknowledgements are here. */
export async function deploy(session: Session, request: DeployRequest): Promise<DeployResult> {
  const { naming, stacks, executables } = await nameAssembly(session, request)
  // In this order, and on one way to the server and back.
  await Promise.all([session.link.ask({ about: 'naming', naming }), session.link.ask({ about: 'cloud-changing' })])
  await makeReady(session, stacks, request)
  const since = new Date(Date.now() - 1_000)
  try {
    if (executables.length > 0) {
      session.link.say('An asset is built by a command of the app: the repository’s own CDK deploys, in the sandbox.')
      await deployWithOwnCdk(session, request)
    } else await deployByLibrary(session, request)
  } catch (error) {
    throw await explain(session, stacks, since, error)
  } finally {
    // Zipped copies of the assets: published by now, and not worth keeping twice in the artifact.
    await rm(join(request.assemblyDir, '.cache'), { recursive: true, force: true })
  }
  return { naming, outputs: await outputsOf(session, stacks) }
}

async function deployByLibrary(session: Session, request: DeployRequest): Promise<void> {
  const { StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib')
  const toolkit = await session.toolkit()
  // From here on the time is CloudFormation's and the CDK's, as whoever reads the log should see.
  session.link.say('Deploying with the CDK’s library.')
  try {
    await toolkit.deploy(await toolkit.fromAssemblyDirectory(request.assemblyDir), {
      stacks: { strategy: StackSelectionStrategy.ALL_STACKS },
      concurrency: 4,
      assetBuildConcurrency: 2,
      stackEventPollingInterval: session.pollMs,
    })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AssemblyVersionMismatch')) throw error
    session.link.say(
      'The app’s CDK is newer than the one inside Trellis: the repository’s own `cdk deploy` takes over.',
    )
    await deployWithOwnCdk(session, request)
  }
}

/** Read from the stacks themselves, so that it does not matter which tool deployed them. */
export async function outputsOf(session: Pick<Session, 'stacks'>, stacks: Naming['stacks']): Promise<Outputs> {
  const described = await Promise.all(stacks.map(stack => session.stacks.describe(stack)))
  return Object.fromEntries(
    described.flatMap(stack => {
      const outputs = stack?.Outputs ?? []
      const values = outputs
        .map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''] as const)
        .toSorted(([a], [b]) => Number(isWiring(a)) - Number(isWiring(b)))
      return stack?.StackName && values.length > 0 ? [[stack.StackName, Object.fromEntries(values)]] : []
    }),
  )
}

/** What the CDK exports from one stack to another: of interest to nobody else, so it comes last. */
const isWiring = (output: string): boolean => output.startsWith('ExportsOutput')
