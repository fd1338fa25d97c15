import { failure } from '../../core/failures.ts'
import { ownDeployCommand } from '../../frameworks/cdk/commands.ts'
import { errorLines } from '../../frameworks/cdk/synth-error.ts'
import { CdkFailure } from './events.ts'
import { fail } from './link.ts'
import type { DeployRequest } from './requests.ts'
import type { Session } from './session.ts'

/** The repository's own `aws-cdk` deploys the named assembly, in the user's sandbox, which gets cloud credentials for it. */
export async function deployWithOwnCdk(session: Session, { appDir, assemblyDir }: DeployRequest): Promise<void> {
  if (appDir === null)
    throw fail(
      'deploy_failed',
      null,
      'This artifact can only be deployed by the CDK of its repository, which a rollback does not install.',
      'Deploy the commit again instead.',
    )
  const outcome = await session.link.ask({
    about: 'run',
    command: {
      purpose: 'own-cdk',
      command: { kind: 'argv', argv: ownDeployCommand(assemblyDir) },
      cwd: appDir,
      env: {},
      cloudCredentials: true,
    },
  })
  if (outcome?.exitCode === 0) return
  throw new CdkFailure(
    failure('deploy_failed', null, errorLines(outcome?.tail ?? []).join('\n') || '`cdk deploy` failed.'),
  )
}
