export interface GitEnvironment {
  env: NodeJS.ProcessEnv
  /** To stand before the subcommand: `git <flags> ls-remote …`. */
  flags: string[]
}

/** What an operator may say about certificates, proxies, ssh and configuration; every other GIT_… variable goes. */
const kept = /^GIT_(SSL_|PROXY_|HTTP_|SSH_VARIANT$|EXEC_PATH$|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$)/

/**
 * How Trellis runs the system's git: the machine's own configuration (credential helpers, proxies, ssh keys) counts,
 * but nobody is ever asked, no hook runs, and only the known transports are open (`ext::` would run any command).
 * An ssh command of one's own goes into GIT_SSH_COMMAND or ~/.ssh/config: git's `core.sshCommand` yields to the former.
 */
export function gitEnvironment(own: NodeJS.ProcessEnv = process.env): GitEnvironment {
  const env: NodeJS.ProcessEnv = {}
  for (const [name, value] of Object.entries(own)) {
    // GIT_DIR and its like would lead git into another repository, GIT_TRACE_… would print credentials;
    // Trellis's own settings hold its token.
    if ((name.startsWith('GIT_') && !kept.test(name)) || name.startsWith('TRELLIS_')) continue
    env[name] = value
  }
  return {
    env: {
      ...env,
      // The texts that failure.ts knows.
      LC_ALL: 'C',
      GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
      GIT_TERMINAL_PROMPT: '0',
      // Empty means none at all; a program such as `true` would answer an empty password, and hide that one is wanted.
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      SSH_ASKPASS_REQUIRE: 'never',
      GCM_INTERACTIVE: 'never',
      // A connection master would outlive git and hold its pipes open.
      GIT_SSH_COMMAND: `${own.GIT_SSH_COMMAND ?? 'ssh'} -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ControlMaster=no`,
    },
    flags: [
      ...setting('core.hooksPath', '/dev/null'),
      ...setting('core.fsmonitor', 'false'),
      ...setting('credential.interactive', 'false'),
      // A server that went silent ends even a git whose Trellis was killed.
      ...setting('http.lowSpeedLimit', '1'),
      ...setting('http.lowSpeedTime', '60'),
      // House-keeping stays inside the process that we wait for.
      ...setting('gc.autoDetach', 'false'),
      ...setting('maintenance.autoDetach', 'false'),
    ],
  }
}

function setting(key: string, value: string): string[] {
  return ['-c', `${key}=${value}`]
}
