import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { KnownImage } from '../../contract/runner-start.ts'

/** What a clean environment must keep, or nothing installs behind a company's proxy. */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'FTP_PROXY'].flatMap(n => [n, n.toLowerCase()])
const certificates = [
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NIX_SSL_CERT_FILE', 'GIT_SSL_CAINFO', 'CURL_CA_BUNDLE'],
  ...['REQUESTS_CA_BUNDLE', 'PIP_CERT', 'AWS_CA_BUNDLE', 'HTTPLIB2_CA_CERTS', 'CARGO_HTTP_CAINFO', 'DENO_CERT'],
]
const registries = ['registry', 'cafile', 'proxy', 'https_proxy', 'noproxy', 'strict_ssl', 'replace_registry_host']
const kept = [
  ...proxies,
  ...certificates,
  ...registries.map(n => `npm_config_${n}`),
  'LANG',
  'LC_ALL',
  'TZ',
  'LOGNAME',
  'USER',
]

export interface Surroundings {
  /** The environment that every step starts from. */
  readonly env: Readonly<Record<string, string>>
  /** Files and folders that must be readable for it to work. */
  readonly readable: readonly string[]
  /** Those of them that are no programs: certificates and settings. */
  readonly files: readonly string[]
  readonly nodeVersion: string
  /** Null: there is no npm. */
  readonly npmVersion: string | null
  /** Which image its programs are from; null: they are the machine's. */
  readonly image: string | null
  /** Where the machine has its programs, whatever a build sees. */
  readonly machinePath: string
  /** Passwords that stand in it, to be hidden from the log. */
  readonly secrets: readonly string[]
}

/** Reads the machine: where Node and npm are, and how the internet is reached from here. */
export function surroundings(machine: NodeJS.ProcessEnv, node: string): Surroundings {
  const env: Record<string, string> = { LANG: 'C.UTF-8', SHELL: '/bin/sh', CI: 'true' }
  for (const key of kept) if (machine[key]) env[key] = machine[key]
  const nodeFolder = dirname(realpathSync(node))
  // npm puts the binaries of the project it runs in first; those are of Trellis, not of the app.
  const inherited = (machine.PATH ?? '')
    .split(':')
    .filter(dir => isAbsolute(dir) && !/node_modules\/\.bin|node-gyp-bin/.test(dir))
  const path = [...new Set([nodeFolder, ...inherited, '/usr/local/bin', '/usr/bin', '/bin'])]
  env.PATH = path.join(':')
  const npm = findNpm(path)
  const globalConfig = npm && npmGlobalConfig(npm, machine)
  if (globalConfig) env.NPM_CONFIG_GLOBALCONFIG = globalConfig
  const files = certificates.map(key => env[key]).filter(value => value !== undefined)
  const tools = npm ? [npm.bin, npm.package] : []
  const secrets = proxies.map(key => passwordIn(env[key])).filter(secret => secret !== null)
  const all = [...files, ...(globalConfig ? [globalConfig] : [])]
  const nodeVersion = process.versions.node
  const programs = { nodeVersion, npmVersion: npm && versionOf(npm), image: null, machinePath: env.PATH }
  return { env, readable: [nodeFolder, ...tools, ...all], files: all, ...programs, secrets }
}

/** The same in a container: the way to the internet stays, and the programs are the image's. */
export const surroundingsIn = (
  { image, path }: { image: KnownImage; path: string },
  around: Surroundings,
): Surroundings => ({
  ...around,
  env: { ...around.env, PATH: path },
  nodeVersion: image.node,
  npmVersion: image.npm,
  image: image.id,
})

interface Npm {
  readonly bin: string
  readonly package: string
}

function findNpm(path: readonly string[]): Npm | null {
  for (const folder of path) {
    const bin = join(folder, 'npm')
    try {
      accessSync(bin, constants.X_OK)
      // …/lib/node_modules/npm/bin/npm-cli.js; elsewhere npm is a script of its own, which needs only its folder.
      const cli = realpathSync(bin)
      return { bin: folder, package: cli.endsWith('npm-cli.js') ? dirname(dirname(cli)) : dirname(cli) }
    } catch {
      // Not in this folder.
    }
  }
  return null
}

/** Read, not asked: npm takes a quarter of a second to say its version. */
function versionOf(npm: Npm): string | null {
  try {
    return String((JSON.parse(readFileSync(join(npm.package, 'package.json'), 'utf8')) as { version: unknown }).version)
  } catch {
    return null
  }
}

/**
 * npm looks for its global configuration beside the Node that runs it. Trellis may run it on another Node than the
 * machine does, and the configuration that the machine's owner wrote would be missed.
 */
function npmGlobalConfig(npm: Npm, machine: NodeJS.ProcessEnv): string | null {
  const beside = join(dirname(npm.bin), 'etc', 'npmrc')
  const named = machine.NPM_CONFIG_GLOBALCONFIG ?? machine.npm_config_globalconfig
  return (
    [named, beside, '/usr/local/etc/npmrc', '/etc/npmrc'].find(path => path !== undefined && existsSync(path)) ?? null
  )
}

function passwordIn(url: string | undefined): string | null {
  try {
    const password = url ? new URL(url).password : ''
    return password ? decodeURIComponent(password) : null
  } catch {
    return null
  }
}
