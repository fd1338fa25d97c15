/**
 * The words of the contract that programs list and compare. No schema is loaded with them: in a page that would weigh more than
 * all the rest of the contract.
 */

export const deploymentKinds = ['push', 'manual', 'promotion', 'rollback', 'teardown'] as const

export const finalStates = ['succeeded', 'failed', 'cancelled', 'superseded', 'rejected'] as const
export const deploymentStates = ['waiting', 'queued', 'running', ...finalStates] as const

export const isFinal = (state: (typeof deploymentStates)[number]): boolean =>
  (finalStates as readonly string[]).includes(state)

/** From all to little: an admin also sets up, a deployer also deploys, a viewer looks. */
export const roles = ['admin', 'deployer', 'viewer'] as const

/** What a token can be made for. Whoever may begin an operation may also cancel there. */
export const tokenActions = [
  'read',
  'deploy',
  'promote',
  'rollback',
  'teardown',
  'set-variables',
  'administer',
] as const

/** The groups of phases that a variable can be limited to; `test` is told apart from `install`, `deploy` covers before- and after-deploy. */
export const variableSteps = ['install', 'test', 'build', 'deploy'] as const
