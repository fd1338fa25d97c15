import { buffer } from 'node:stream/consumers'
import type { Environment } from '../contract/app.ts'
import { demand } from '../core/access/can.ts'
import { addAccount, showAccount } from '../core/account/add-account.ts'
import { bootstrapAccount } from '../core/account/bootstrap-account.ts'
import { prepareRole } from '../core/account/prepare-role.ts'
import { removeAccount } from '../core/account/remove-account.ts'
import { setAccount } from '../core/account/set-account.ts'
import { appStatus } from '../core/app/app-status.ts'
import { createApp } from '../core/app/create-app.ts'
import { deleteApp } from '../core/app/delete-app.ts'
import { detectRepository } from '../core/app/detect-repository.ts'
import { explainCommit } from '../core/app/explain-commit.ts'
import { findApp, findEnvironment } from '../core/app/find-app.ts'
import { receiveWebhook, rotateWebhook } from '../core/app/receive-webhook.ts'
import { serverStatus } from '../core/app/server-status.ts'
import { setApp } from '../core/app/set-app.ts'
import { readableApps } from '../core/deployment/list-readable.ts'
import { addEnvironment } from '../core/environment/add-environment.ts'
import { removeEnvironment } from '../core/environment/remove-environment.ts'
import { setEnvironment } from '../core/environment/set-environment.ts'
import type { AppRecord } from '../core/ports/app-store.ts'
import type { Ports } from '../core/ports/ports.ts'
import { setVariables, showVariable } from '../core/variable/set-variables.ts'
import { unsetVariable } from '../core/variable/unset-variable.ts'
import type { Handlers } from './handlers.ts'

type AppRoutes =
  | 'listAccounts'
  | 'addAccount'
  | 'setAccount'
  | 'removeAccount'
  | 'prepareRole'
  | 'bootstrapAccount'
  | 'listApps'
  | 'createApp'
  | 'showApp'
  | 'setApp'
  | 'detectRepository'
  | 'deleteApp'
  | 'appStatus'
  | 'serverStatus'
  | 'rotateWebhook'
  | 'listBranches'
  | 'listCommits'
  | 'compareCommits'
  | 'explainCommit'
  | 'listEnvironments'
  | 'addEnvironment'
  | 'setEnvironment'
  | 'removeEnvironment'
  | 'listVariables'
  | 'setVariables'
  | 'unsetVariable'
  | 'gitWebhook'

const show = ({ name, repository, path, defaultBranch, createdAt }: AppRecord) => ({
  name,
  repository,
  path,
  defaultBranch,
  createdAt,
})

/** Accounts, apps, environments, variables and the repositories behind them. */
export function appHandlers(ports: Ports): Pick<Handlers, AppRoutes> {
  const found = (name: string) => findApp(ports, name)
  /** Where machines come in sizes, each environment tells of its own. */
  const shown = ({ machine = null, ...settings }: Environment): Environment =>
    ports.jobs.sizes ? { ...settings, machine } : settings
  return {
    listAccounts: async ({ actor }) => {
      demand(actor, 'read', {})
      return (await ports.accounts.accounts()).map(showAccount)
    },
    addAccount: ({ actor, body }) => addAccount(ports, actor, body),
    setAccount: ({ actor, params, body }) => setAccount(ports, actor, params.account, body),
    removeAccount: async ({ actor, params }) => void (await removeAccount(ports, actor, params.account)),
    prepareRole: ({ actor, params, body }) => prepareRole(ports, actor, params.account, body),
    bootstrapAccount: ({ actor, params, body }) => bootstrapAccount(ports, actor, params.account, body.policies),

    listApps: async ({ actor }) => {
      return (await readableApps(ports, actor)).map(show)
    },
    createApp: async ({ actor, body }) => show(await createApp(ports, actor, body)),
    showApp: async ({ actor, params }) => {
      demand(actor, 'read', params)
      return show(await found(params.app))
    },
    setApp: async ({ actor, params, body }) => show(await setApp(ports, actor, params.app, body)),
    detectRepository: ({ actor, body }) => detectRepository(ports, actor, body),
    deleteApp: async ({ actor, params, query }) =>
      void (await deleteApp(ports, actor, params.app, query.leaveResources)),
    appStatus: ({ actor, params }) => {
      demand(actor, 'read', params)
      return appStatus(ports, actor, params.app)
    },
    serverStatus: ({ actor }) => serverStatus(ports, actor),
    rotateWebhook: ({ actor, params }) => rotateWebhook(ports, actor, params.app),
    listBranches: async ({ actor, params }) => {
      demand(actor, 'read', params)
      const { heads } = await ports.source.branches((await found(params.app)).repository)
      return [...heads].map(([name, commit]) => ({ name, commit }))
    },
    listCommits: async ({ actor, params, query }) => {
      demand(actor, 'read', params)
      const { repository, defaultBranch } = await found(params.app)
      return ports.source.commits(repository, query.branch ?? defaultBranch, query.limit)
    },
    compareCommits: async ({ actor, params, query }) => {
      demand(actor, 'read', params)
      return ports.source.compare((await found(params.app)).repository, query.base, query.head)
    },
    explainCommit: ({ actor, params }) => {
      demand(actor, 'read', params)
      return explainCommit(ports, params.app, params.commit)
    },

    listEnvironments: async ({ actor, params }) => {
      demand(actor, 'read', params)
      await found(params.app)
      return (await ports.apps.environments(params.app)).map(shown)
    },
    addEnvironment: async ({ actor, params, body }) => shown(await addEnvironment(ports, actor, params.app, body)),
    setEnvironment: async ({ actor, params, body }) => shown(await setEnvironment(ports, actor, params, body)),
    removeEnvironment: async ({ actor, params, query }) =>
      void (await removeEnvironment(ports, actor, params, query.leaveResources)),
    listVariables: async ({ actor, params }) => {
      demand(actor, 'read', params)
      await findEnvironment(ports, params.app, params.environment)
      return (await ports.variables.variables(params.app, params.environment)).map(showVariable)
    },
    setVariables: ({ actor, params, body }) => setVariables(ports, actor, params, body),
    unsetVariable: async ({ actor, params }) => void (await unsetVariable(ports, actor, params, params.key)),

    gitWebhook: async ({ params, header, bytes }) => {
      await receiveWebhook(ports, params.app, await buffer(bytes()), header('x-hub-signature-256'))
      return { accepted: true }
    },
  }
}
