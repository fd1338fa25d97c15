import { execFile } from 'node:child_process'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * git knows nothing of NODE_EXTRA_CA_CERTS, and a file that it is given takes the place of the system's. So it gets one of all: what
 * Node trusts, what the system trusts, and the authority of one's own. Where git is told already, by GIT_SSL_CAINFO or its
 * configuration, that holds. @returns how to tell git nothing any more
 */
export async function trustInGit(environment: NodeJS.ProcessEnv, folder: string): Promise<() => void> {
  const { NODE_EXTRA_CA_CERTS: own, GIT_SSL_CAINFO: told } = environment
  if (!own || told || (await isConfigured(environment))) return nothing
  // Node starts without a file that it cannot read, and says so.
  const extra = await readFile(own, 'utf8').catch(() => null)
  if (extra === null) return nothing
  const known = new Set([...getCACertificates('default'), ...getCACertificates('system')])
  const path = join(folder, 'certificates.pem')
  await writeFile(`${path}.new`, [...known, extra].join('\n'))
  await rename(`${path}.new`, path)
  environment.GIT_SSL_CAINFO = path
  return () => {
    delete environment.GIT_SSL_CAINFO
  }
}

const nothing = (): void => undefined

const isConfigured = (env: NodeJS.ProcessEnv): Promise<boolean> =>
  run('git', ['config', '--get-regexp', '^http\\.(.*\\.)?sslca(info|path)$'], { env, cwd: '/' }).then(
    () => true,
    () => false,
  )
