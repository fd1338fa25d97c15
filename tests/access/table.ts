import type { RouteName } from '../../src/contract/routes.ts'

/**
 * Who comes, in this order. People have a role on the whole server, but for `other`, who is a deployer of another app. The
 * tokens are those of an admin, for one action each; `elsewhere` is for another app and `development` for another
 * environment, with all actions of deploying; `staging` is for the environment that is asked about.
 */
export const callers = [
  ...['anonymous', 'stranger', 'viewer', 'other', 'deployer', 'admin'],
  ...['read', 'deploy', 'promote', 'rollback', 'teardown', 'set-variables', 'administer'],
  ...['elsewhere', 'development', 'staging', 'expired', 'revoked'],
] as const

/** `+` is let in, `-` is told that they may not (403), `?` that nobody knows them (401). */
const everybody = '++++++ +++++++ +++++'
const nobody = '?????? ??????? ?????'
const refused = '------ ------- -----'
const signedIn = '?+++++ +++++++ +++??'
const people = '?+++++ ------- ---??'
/** Of the server: whoever has any role at all. */
const looking = '?-++++ +------ ---??'
const readApp = '?-+-++ +------ ---??'
const readEnvironment = '?-+-++ +------ --+??'
const admins = '?----+ ------+ ---??'

export const table: Record<RouteName, string> = {
  health: everybody,
  server: signedIn,
  metrics: signedIn,
  liveTicket: signedIn,

  createSession: nobody,
  sessionState: everybody,
  showSession: signedIn,
  endSession: signedIn,
  listSessions: signedIn,
  revokeSession: signedIn,
  createSignInLink: people,

  requestLogin: everybody,
  pollLogin: everybody,
  showLogin: people,
  decideLogin: people,

  signInWays: everybody,
  departToGitHub: everybody,
  arriveFromGitHub: everybody,
  listMembers: looking,
  setMember: admins,
  removeMember: admins,
  listAdmissions: looking,
  setAdmission: admins,
  removeAdmission: admins,

  listTokens: signedIn,
  createToken: people,
  revokeToken: signedIn,

  listAccounts: looking,
  addAccount: admins,
  setAccount: admins,
  removeAccount: admins,
  prepareRole: admins,
  bootstrapAccount: admins,

  listApps: signedIn,
  serverStatus: signedIn,
  listAllDeployments: signedIn,
  listActors: signedIn,
  createApp: admins,
  detectRepository: admins,
  showApp: readApp,
  setApp: admins,
  deleteApp: admins,
  appStatus: readApp,
  rotateWebhook: admins,
  gitWebhook: nobody,
  listBranches: readApp,
  listCommits: readApp,
  compareCommits: readApp,
  explainCommit: readApp,
  listDeployments: readApp,

  listEnvironments: readApp,
  addEnvironment: admins,
  setEnvironment: admins,
  removeEnvironment: admins,
  listVariables: readEnvironment,
  setVariables: '?---++ -----+- ---??',
  unsetVariable: '?---++ -----+- ---??',

  deploy: '?---++ -+----- --+??',
  // To the next environment, which is not staging.
  promote: '?---++ --+---- ---??',
  rollback: '?---++ ---+--- --+??',
  teardown: '?---++ ----+-- --+??',
  cancel: '?---++ -++++-- --+??',
  promotionPreview: readEnvironment,
  rollbackChoices: readEnvironment,
  standing: readEnvironment,
  staying: readEnvironment,
  showDeployment: readEnvironment,
  deploymentEnd: readEnvironment,
  readLog: readEnvironment,
  searchLog: readEnvironment,
  rawLog: readEnvironment,

  claimJob: nobody,
  offerArtifact: nobody,
  findCache: nobody,
  offerCache: nobody,
  postEvents: nobody,
  renewCredentials: nobody,
  putArtifact: nobody,
  getArtifact: nobody,
  cloneCredential: nobody,

  gitHubStatus: looking,
  connectGitHub: admins,
  disconnectGitHub: admins,
  rotateGitHub: admins,
  listGitHubRepositories: admins,
  listGitHubBranches: admins,
  // Without the state that GitHub was given.
  gitHubForm: refused,
  gitHubMade: refused,
  gitHubWebhook: nobody,
}

/** What each may watch: an app, all apps (of which they hear what they may see), a deployment to staging. */
export const live: Record<'app:shop' | 'apps' | 'deployment', string> = {
  'app:shop': readApp,
  apps: signedIn,
  deployment: readEnvironment,
}
