import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What the hostile builds of the tests look for, and what every image for builds needs. */
const programs = [
  ...[
    'sh',
    'cat',
    'ls',
    'env',
    'sleep',
    'seq',
    'yes',
    'wc',
    'sed',
    'tr',
    'grep',
    'id',
    'mkdir',
    'rm',
    'mv',
    'cp',
    'ln',
  ],
  ...['chmod', 'touch', 'head', 'tail', 'sort', 'cut', 'du', 'find', 'tar', 'gzip', 'dirname', 'basename', 'setsid'],
  ...['mount', 'unshare', 'setpriv', 'chown', 'git'],
]

/** The root of an image, copied from this machine: no registry of images need be reachable. */
export function makeRoot(root: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(root, name))
  }
  for (const name of ['etc', 'root', 'tmp', 'proc', 'sys', 'dev', 'run', 'var/tmp', 'usr/local/bin']) {
    mkdirSync(join(root, name), { recursive: true })
  }
  for (const name of ['tmp', 'var/tmp']) chmodSync(join(root, name), 0o1777)
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n')
  for (const name of programs) install(root, find(name), `/usr/bin/${name}`)
  installGitOverHttp(root)
  install(root, process.execPath, '/usr/local/bin/node')
  installNpm(root)
  const authorities = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(authorities)) copy(root, authorities, authorities)
}

const find = (name: string): string =>
  execFileSync('sh', ['-c', `command -v "$1"`, 'sh', name], { encoding: 'utf8' }).trim()

/** Programs of git's own, which it starts by their names. */
function installGitOverHttp(root: string): void {
  const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim()
  install(root, join(folder, 'git-remote-http'), join(folder, 'git-remote-http'))
  symlinkSync('git-remote-http', join(root, folder, 'git-remote-https'))
}

function install(root: string, program: string, as: string): void {
  const real = realpathSync(program)
  copy(root, real, as)
  const libraries = execFileSync('ldd', [real], { encoding: 'utf8' })
  for (const [, path] of libraries.matchAll(/(\/\S+) \(0x/g)) if (path) copy(root, realpathSync(path), path)
}

/** Where npm brings along all that it needs, as Node's own packages do. */
function installNpm(root: string): void {
  const cli = realpathSync(find('npm'))
  const folder = dirname(dirname(cli))
  if (!existsSync(join(folder, 'node_modules/semver'))) return
  cpSync(folder, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true })
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name))
  }
}

function copy(root: string, from: string, to: string): void {
  // Where /lib is no link on this machine it still is one in the image.
  const target = join(root, to.replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/'))
  if (existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  cpSync(from, target, { dereference: true })
}
