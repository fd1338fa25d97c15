/**
 * Every failure that Trellis can report. The code is stable: scripts compare it. `blame` says who can mend it,
 * `kind` decides the HTTP status (api) and the exit code (cli), and nothing else does.
 */
const catalogue = {
  invalid_input: ['user', 'invalid'],
  invalid_variable: ['user', 'invalid'],
  invalid_commit: ['user', 'invalid'],
  invalid_trellis_yml: ['user', 'invalid'],
  invalid_repository: ['user', 'invalid'],
  confirmation_required: ['user', 'invalid'],
  body_too_large: ['user', 'too_large'],
  answer_too_large: ['user', 'too_large'],
  app_not_found: ['user', 'not_found'],
  environment_not_found: ['user', 'not_found'],
  account_not_found: ['user', 'not_found'],
  deployment_not_found: ['user', 'not_found'],
  branch_not_found: ['user', 'not_found'],
  commit_not_found: ['user', 'not_found'],
  folder_not_found: ['user', 'not_found'],
  route_not_found: ['user', 'not_found'],
  member_not_found: ['user', 'not_found'],
  token_not_found: ['user', 'not_found'],
  session_not_found: ['user', 'not_found'],
  login_not_found: ['user', 'not_found'],
  installation_not_found: ['user', 'not_found'],
  authorization_pending: ['user', 'invalid'],
  slow_down: ['user', 'invalid'],
  access_denied: ['user', 'invalid'],
  expired_token: ['user', 'invalid'],
  not_signed_in: ['user', 'unauthenticated'],
  sign_in_link_invalid: ['user', 'unauthenticated'],
  wrong_signature: ['user', 'unauthenticated'],
  wrong_host: ['user', 'forbidden'],
  cross_site: ['user', 'forbidden'],
  not_allowed: ['user', 'forbidden'],
  sign_in_refused: ['user', 'forbidden'],
  too_many_attempts: ['user', 'rate_limited'],
  not_over: ['user', 'not_yet'],
  deployment_unsuccessful: ['user', 'conflict'],
  last_admin: ['user', 'conflict'],
  already_exists: ['user', 'conflict'],
  environment_protected: ['user', 'conflict'],
  environment_busy: ['user', 'conflict'],
  environment_stands: ['user', 'conflict'],
  account_in_use: ['user', 'conflict'],
  nothing_to_promote: ['user', 'conflict'],
  live_changed: ['user', 'conflict'],
  nothing_to_roll_back_to: ['user', 'conflict'],
  nothing_to_cancel: ['user', 'conflict'],
  nothing_to_tear_down: ['user', 'conflict'],
  no_next_environment: ['user', 'conflict'],
  job_taken: ['trellis', 'conflict'],
  job_over: ['trellis', 'conflict'],
  home_in_use: ['user', 'conflict'],
  port_in_use: ['user', 'conflict'],
  home_unusable: ['user', 'unavailable'],
  database_unreadable: ['user', 'unavailable'],
  backup_unreadable: ['user', 'invalid'],
  backup_unwritable: ['user', 'unavailable'],
  database_newer: ['user', 'unavailable'],
  database_busy: ['user', 'unavailable'],
  disk_full: ['user', 'unavailable'],
  key_unusable: ['user', 'unavailable'],
  repository_unreachable: ['user', 'beyond'],
  repository_wants_password: ['user', 'beyond'],
  credentials_missing: ['cloud', 'beyond'],
  credentials_invalid: ['cloud', 'beyond'],
  credentials_expired: ['cloud', 'beyond'],
  cloud_unreachable: ['cloud', 'beyond'],
  cloud_failed: ['cloud', 'beyond'],
  github_not_connected: ['user', 'conflict'],
  github_state_invalid: ['user', 'forbidden'],
  github_unavailable: ['tool', 'beyond'],
  github_refused: ['user', 'conflict'],
  github_not_installed: ['user', 'conflict'],
  github_suspended: ['user', 'conflict'],
  installation_newer: ['user', 'conflict'],
  installation_failed: ['cloud', 'internal'],
  domain_unproved: ['user', 'beyond'],
  permissions_missing: ['user', 'beyond'],
  account_mismatch: ['cloud', 'beyond'],
  account_not_bootstrapped: ['cloud', 'beyond'],
  artifact_missing: ['trellis', 'unavailable'],
  isolation_unavailable: ['user', 'unavailable'],
  machine_unavailable: ['cloud', 'unavailable'],
  machine_stopping: ['cloud', 'unavailable'],
  container_engine_unavailable: ['user', 'unavailable'],
  container_image_missing: ['user', 'unavailable'],
  container_image_unsuitable: ['user', 'unavailable'],
  server_unreachable: ['user', 'unavailable'],
  internal: ['trellis', 'internal'],
} as const satisfies Record<string, readonly [Blame, ErrorKind]>

export type Blame = 'user' | 'tool' | 'cloud' | 'trellis'
export type ErrorKind =
  | 'invalid'
  | 'too_large'
  | 'not_found'
  | 'unauthenticated'
  | 'forbidden'
  | 'rate_limited'
  | 'not_yet'
  | 'conflict'
  | 'beyond'
  | 'unavailable'
  | 'internal'
export type ErrorCode = keyof typeof catalogue

export class TrellisError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  /** Milliseconds since 1970: whoever answered so wants not to be asked again before. */
  readonly retryAt: number | undefined

  /** @param message what went wrong and where, a sentence. @param hint how to mend it, a sentence. */
  constructor(code: ErrorCode, message: string, hint?: string, options?: ErrorOptions & { retryAt?: number }) {
    super(message, options)
    this.name = 'TrellisError'
    this.code = code
    this.hint = hint
    this.retryAt = options?.retryAt
  }

  get blame(): Blame {
    return catalogue[this.code][0]
  }

  get kind(): ErrorKind {
    return catalogue[this.code][1]
  }
}
