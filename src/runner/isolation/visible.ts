import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'

/** What a sandbox shows of the system, always read-only. A list of what is shown: whatever is not named here does not exist inside. */
const system = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store']
const settings = [
  ...['alternatives', 'bash.bashrc', 'ca-certificates', 'ca-certificates.conf', 'crypto-policies', 'debian_version'],
  ...['fonts', 'gai.conf', 'group', 'host.conf', 'hosts', 'inputrc', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d'],
  ...['locale.alias', 'locale.conf', 'localtime', 'magic', 'maven', 'mime.types', 'npmrc', 'nsswitch.conf'],
  ...['os-release', 'passwd', 'perl', 'pip.conf', 'pki', 'profile', 'profile.d', 'protocols', 'python3', 'resolv.conf'],
  ...['rpc', 'services', 'shells', 'ssl', 'timezone', 'xml'],
].map(name => `/etc/${name}`)
/** Parts of the above that hold private keys. */
const secretParts = ['/etc/ssl/private', '/etc/pki/tls/private']

/** The arguments of bubblewrap that show the system, and the `extra` paths wherever they lie; `hide` wins over all of it. */
export function systemArguments(extra: readonly string[], hide: readonly string[]): string[] {
  const args: string[] = []
  for (const path of [...system, ...settings]) args.push(...show(path))
  for (const path of secretParts) if (existsSync(path)) args.push('--tmpfs', path)
  for (const path of hide) if (existsSync(path) && isWithin(path, system)) args.push('--tmpfs', path)
  for (const path of extra) {
    if (!isAbsolute(path) || !existsSync(path) || isWithin(path, [...system, ...settings])) continue
    args.push('--ro-bind', realpathSync(path), path)
  }
  return args
}

function show(path: string): string[] {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isSymbolicLink()) return ['--ro-bind', path, path]
  // /bin → usr/bin stays a link; /etc/resolv.conf → /run/… would lead nowhere inside, so its target is shown instead.
  if (isWithin(resolve(path), system)) return ['--symlink', readlinkSync(path), path]
  return existsSync(path) ? ['--ro-bind', realpathSync(path), path] : []
}

function resolve(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return dirname(path)
  }
}

export function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some(folder => {
    const way = relative(folder, path)
    return way === '' || (!way.startsWith('..') && !isAbsolute(way))
  })
}
