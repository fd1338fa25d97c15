import { text } from 'node:stream/consumers'
import type { Exit } from '../isolation/isolation.ts'
import { launch } from '../isolation/launch.ts'

export interface GitAnswer {
  readonly ok: boolean
  readonly exit: Exit
  readonly out: string
  readonly err: string
}

/** What opens a remote, besides what the machine itself has. */
export interface GitCredential {
  /** The part of the server that may see it: `https://github.com/`. */
  readonly scope: string
  readonly user: string
  readonly password: string
}

export type Git = (...args: readonly [string, ...string[]]) => Promise<GitAnswer>

/** Nothing that a repository brings along is run, and no door is opened that the machine's owner did not open. */
const settings: Record<string, string> = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'protocol.ext.allow': 'never',
  'protocol.version': '2',
  'submodule.recurse': 'false',
  'credential.interactive': 'false',
  'advice.detachedHead': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
}

/**
 * The machine's own git, with its owner's configuration, credential helpers and ssh agent. Address and settings go
 * through the environment: an address may hold a password, and arguments can be read by every user of the machine.
 */
export function gitIn(folder: string, url: string, signal: AbortSignal, credential: GitCredential | null = null): Git {
  const shown = { ...settings, ...(credential ? opening(credential) : {}), 'remote.origin.url': url }
  const env = { ...machineEnvironment(), ...quiet, ...configuration(shown) }
  return async (...args) => {
    const running = launch(
      { argv: ['git', ...args], cwd: folder, env, cookie: null, session: 'shared', leftovers: 'nothing' },
      signal,
    )
    const [out, err, exit] = await Promise.all([text(running.stdout), text(running.stderr), running.ended])
    return { ok: exit.code === 0, exit, out, err: err || exit.problem || '' }
  }
}

/** No helper of the machine's is asked as well. */
function opening({ scope, user, password }: GitCredential): Record<string, string> {
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  return { 'credential.helper': '', [`http.${scope}.extraHeader`]: `Authorization: Basic ${basic}` }
}

/** Nobody is there to answer a question. */
const quiet = {
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  SSH_ASKPASS_REQUIRE: 'never',
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_HTTP_LOW_SPEED_LIMIT: '1000',
  GIT_HTTP_LOW_SPEED_TIME: '60',
  LC_ALL: 'C',
}
const unwanted =
  /^(GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ASKPASS|CONFIG_(COUNT|KEY_\d+|VALUE_\d+))|SSH_ASKPASS|DISPLAY)$/

function machineEnvironment(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [key, value] of Object.entries(process.env)) {
    if (value !== undefined && !unwanted.test(key)) env[key] = value
  }
  return env
}

function configuration(entries: Record<string, string>): Record<string, string> {
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(Object.keys(entries).length) }
  for (const [at, [key, value]] of Object.entries(entries).entries()) {
    env[`GIT_CONFIG_KEY_${at}`] = key
    env[`GIT_CONFIG_VALUE_${at}`] = value
  }
  return env
}
