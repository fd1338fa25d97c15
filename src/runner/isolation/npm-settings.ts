import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of the user's own npm settings, those that tell where packages come from and how they are reached. */
const harmless =
  /^(registry|@[\w-]+:registry|cafile|ca|ca\[\]|strict-ssl|proxy|https-proxy|http-proxy|noproxy|omit-lockfile-registry-resolved|replace-registry-host|fetch-[a-z-]+|maxsockets|prefer-offline)\s*=/

/**
 * A build has a HOME of its own. What the user's `.npmrc` says about registries and proxies is written into it, or
 * nothing installs in a company; tokens and passwords are left out.
 */
export async function writeNpmSettings(home: string, userHome: string | undefined): Promise<void> {
  if (!userHome) return
  const text = await readFile(join(userHome, '.npmrc'), 'utf8').catch(() => '')
  const kept = text
    .split('\n')
    .map(line => line.trim())
    .filter(isHarmless)
  if (kept.length > 0) await writeFile(join(home, '.npmrc'), `${kept.join('\n')}\n`)
}

const isHarmless = (line: string): boolean => harmless.test(line) && !/\/\/[^/]*@|\$\{/.test(line)
