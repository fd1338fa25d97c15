import type { z } from 'zod'
import { CreateApp, type Environment } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { findAccount } from '../account/find-account.ts'
import { defaultSettings } from '../environment/default-settings.ts'
import { TrellisError } from '../errors.ts'
import { findOrigin } from '../github/origin.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'
import { checkVariables, setVariables } from '../variable/set-variables.ts'
import { checkFolder } from './check-folder.ts'
import { syncApp } from './sync-app.ts'

/**
 * Connects a repository and deploys the head of every branch that an environment follows: the first environment follows
 * the default branch, the last one is protected when there are several.
 * @throws TrellisError already_exists, account_not_found, branch_not_found, folder_not_found, and what SourceHost.branches throws
 */
export async function createApp(ports: Ports, actor: Asker, wish: CreateApp): Promise<AppRecord> {
  demand(actor, 'administer', {})
  const input = CreateApp.parse(wish)
  if (await ports.apps.app(input.name)) {
    throw new TrellisError('already_exists', `There is an app ${input.name} already.`, 'Choose another name.')
  }
  const account = await chooseAccount(ports, input.account)
  if (new Set(input.environments).size < input.environments.length) {
    throw new TrellisError('invalid_input', 'Two environments have the same name.', 'Name each of them once.')
  }
  const { repository, path } = input
  const { heads, branch } = await chooseBranch(ports, repository, input.branch)
  await checkFolder(ports, repository, { path, branch, heads })
  const app: AppRecord = {
    name: input.name,
    repository,
    path,
    defaultBranch: branch,
    createdAt: new Date(ports.clock.now()).toISOString(),
    heads: null,
    sourceProblem: null,
    webhookSecret: null,
    github: await findOrigin(ports, repository),
  }
  // Before anything is recorded: an app is made with all of them, or not at all.
  checkVariables(input.variables)
  const pipeline = pipelineOf(app, input, account)
  await ports.apps.createApp(app, pipeline)
  if (input.variables.length > 0) {
    for (const { name } of pipeline) {
      await setVariables(ports, actor, { app: app.name, environment: name }, input.variables)
    }
  }
  ports.live.changed(app.name)
  await syncApp(ports, app.name)
  return app
}

/** Whoever has added one account means that one; among several nobody may guess where an app goes. */
async function chooseAccount(ports: Ports, wanted: string | undefined): Promise<string> {
  if (wanted) return (await findAccount(ports, wanted)).name
  const [only, ...others] = await ports.accounts.accounts()
  if (!only) {
    throw new TrellisError(
      'account_not_found',
      'There is no account yet that an app could deploy to.',
      "Add one first: `trellis account add main --region eu-central-1` takes this machine's own AWS credentials, `--profile`, `--role-arn` and `--keys-from-stdin` others.",
    )
  }
  if (others.length === 0) return only.name
  const known = [only, ...others].map(one => one?.name).join(', ')
  throw new TrellisError(
    'invalid_input',
    'It is not said which account the app deploys to.',
    `Choose one (\`--account\`): ${known}.`,
  )
}

async function chooseBranch(ports: Ports, repository: string, wanted: string | undefined) {
  const { heads, defaultBranch } = await ports.source.branches(repository)
  if (wanted && heads.size > 0 && !heads.has(wanted)) {
    const known = [...heads.keys()].slice(0, 10).join(', ')
    throw new TrellisError('branch_not_found', `The repository has no branch ${wanted}.`, `It has ${known}.`)
  }
  if (!wanted && !defaultBranch && heads.size > 0) {
    const known = [...heads.keys()].slice(0, 10).join(', ')
    throw new TrellisError('branch_not_found', 'The repository names no default branch.', `Choose one: ${known}.`)
  }
  return { heads, branch: wanted ?? defaultBranch ?? 'main' }
}

function pipelineOf(
  app: AppRecord,
  { environments: names, region, beforeDeploy }: z.output<typeof CreateApp>,
  account: string,
): Environment[] {
  return names.map((name, position) => ({
    ...defaultSettings,
    app: app.name,
    name,
    position,
    account,
    region: region ?? null,
    beforeDeploy: beforeDeploy ?? null,
    branch: position === 0 ? app.defaultBranch : null,
    protected: position > 0 && (name === 'production' || position === names.length - 1),
  }))
}
