import type { Failure, PhaseName } from '../contract/deployment.ts'

/**
 * Why a deployment ended as `failed` or `cancelled`. Codes are stable; whoever reports one adds a message that names
 * the cause, and may replace the hint by a better one.
 */
export const failureHints = {
  checkout_failed: 'Look at the log of the checkout.',
  repository_unreachable: "Check the repository's address and that this machine can reach it.",
  lfs_not_supported:
    'Commit the files themselves (`git lfs migrate export --include=PATTERN`), or let a command of the build fetch them from elsewhere, such as a bucket. Where the pointers do no harm, `allow: [lfs_pointers]` in trellis.yml says so.',
  submodules_not_supported:
    'Commit the files themselves (`git subtree add`), or make them a package that the app installs. Where the empty folders do no harm, `allow: [empty_submodules]` in trellis.yml says so.',
  framework_unknown: 'Add a trellis.yml with the commands that deploy it.',
  framework_ambiguous: 'Choose one with `framework:` in trellis.yml.',
  framework_unsupported: 'Add a trellis.yml with the commands that deploy it.',
  trellis_yml_invalid: 'Correct trellis.yml.',
  stage_of_another_environment:
    'Let the app ask for the variable TRELLIS_STAGE, which holds the name of the environment.',
  several_stages:
    'Let the app make the stacks of one stage only: that of the variable TRELLIS_STAGE, which holds the name of the environment. If all of them are one environment, `allow: [several_stages]` in trellis.yml says so.',
  section_missing: 'Name the environments after the sections of the configuration, or add a section for this one.',
  lockfile_missing: 'Commit the lockfile, so that every build installs the same packages.',
  packages_ambiguous: 'Leave no doubt how its packages are installed, or name the command in trellis.yml (`install:`).',
  packages_not_installed: 'Name a command in trellis.yml that installs them, too (`install:`).',
  variable_missing: 'Set the variable: `trellis variables set`.',
  container_engine_needed:
    'Start Trellis where builds can reach Docker or Podman (`--isolation process`), or let the app bundle without one.',
  node_unavailable:
    'Name a version of Node that is to be had in .nvmrc, in `engines` of package.json or in trellis.yml.',
  tool_unavailable: 'Name a version that is to be had, or look at the log of the install.',
  install_failed:
    'Run the same command in a fresh clone. A lockfile that is out of date is mended by an install without it, and committed.',
  registry_refused:
    'Give the install step a token of the registry: `trellis variables set APP ENV NPM_TOKEN --stdin --steps install`.',
  test_failed: 'Nothing was deployed. Mend the test and push again.',
  before_deploy_failed: 'Nothing was deployed. Look at the log of before-deploy.',
  build_failed: 'Nothing was deployed. Look at the log of the build.',
  synth_failed: 'Nothing was deployed. Run `npx cdk synth` in a fresh clone.',
  stack_exists: '`trellis environment set APP ENV --stack-names keep` adopts it, `prefix` builds a new one beside it.',
  stack_of_another_environment: 'Let `stackNames` be `auto` or `prefix`, or remove the other environment first.',
  fixed_name_collision: 'Remove the fixed name from the code, or make it differ by TRELLIS_ENVIRONMENT.',
  account_mismatch: 'Deploy to the account that the code names, or remove `env` from the stack.',
  environment_protected: 'Deploy to the environment before it and promote from there.',
  account_not_bootstrapped: '`npx cdk bootstrap` or `trellis account bootstrap` with its name prepares it.',
  credentials_missing: 'Give the account credentials: `trellis account set --help`.',
  credentials_invalid: 'Give the account new credentials: `trellis account set --help`.',
  credentials_expired:
    'Sign in again, give the account new credentials (`trellis account set --help`), or let Trellis assume a role.',
  github_unavailable: 'Deploy again once GitHub answers: its status page tells.',
  github_not_installed: 'Give the GitHub App the repository, on the page of its installation.',
  github_suspended: 'Let an owner of the organisation end the suspension of the GitHub App.',
  github_refused: 'Look at the connection: `trellis github status`.',
  cloud_unreachable: "Check the network and the account's endpoint.",
  cloud_failed: 'Deploy again in a while. If it fails so again, look up what AWS writes of that error.',
  stack_failed:
    'CloudFormation takes such a change back; what was live before stands. Mend the cause and deploy again.',
  deploy_failed: 'Look at the log of the deployment.',
  after_deploy_failed: 'The deployment stands; only the step after it failed.',
  remove_failed: 'Tear it down again once the cause is mended.',
  artifact_missing: 'Deploy the commit again instead.',
  timed_out: 'Raise it with `trellis environment set APP ENV --timeout`.',
  cancelled: 'Deploy again when ready.',
  machine_unavailable:
    'Deploy again later, choose a smaller machine (`trellis environment set APP ENV --cpu`), or ask the cloud for a higher quota.',
  isolation_unavailable: '`trellis doctor` tells what is missing.',
  container_engine_unavailable: 'Start Docker or Podman on the machine of the server.',
  container_image_missing: 'Build or pull the image that builds run in.',
  container_image_unsuitable: 'Put a shell, git and Node into the image that builds run in.',
  out_of_memory: 'Give builds more: `trellis up --build-memory`.',
  runner_lost: 'Deploy again. If it happens often, look at the memory and the disk of the machine.',
  restored: 'Look at its stacks in the cloud, and deploy again.',
  disk_full: 'Free space on the disk that holds the home of Trellis.',
  internal: 'Please report it with the log.',
} as const satisfies Record<string, string>

export type FailureCode = keyof typeof failureHints

export function failure(code: FailureCode, phase: PhaseName | null, message: string, hint?: string): Failure {
  return { code, phase, message, hint: hint ?? failureHints[code] }
}
