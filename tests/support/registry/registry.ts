import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'

const path = '/@acme/lib/-/lib-1.0.0.tgz'

/** A private registry of npm with one package, `@acme/lib`, for those who have its token. */
export class PrivateRegistry {
  readonly token = 'token-of-the-private-registry'
  /** Who asked for what, and what the answer was. */
  readonly asked: string[] = []
  readonly #tarball: Buffer
  readonly #server: Server

  private constructor(tarball: Buffer) {
    this.#tarball = tarball
    this.#server = createServer((request, response) => {
      const url = decodeURIComponent(request.url ?? '')
      const known = request.headers.authorization === `Bearer ${this.token}`
      const status = known ? (url === path || url === '/@acme/lib' ? 200 : 404) : 401
      this.asked.push(`${url} ${status}`)
      response.writeHead(status, { 'content-type': 'application/json' })
      if (status !== 200) return response.end(JSON.stringify({ error: 'no' }))
      return response.end(url === path ? this.#tarball : JSON.stringify(this.#document()))
    })
  }

  static async start(): Promise<PrivateRegistry> {
    const folder = mkdtempSync(join(tmpdir(), 'trellis-registry-'))
    mkdirSync(join(folder, 'package'))
    const said = { name: '@acme/lib', version: '1.0.0', main: 'lib.js' }
    writeFileSync(join(folder, 'package/package.json'), JSON.stringify(said))
    writeFileSync(join(folder, 'package/lib.js'), "module.exports = 'of the private registry'\n")
    const file = join(folder, 'lib.tgz')
    await create({ gzip: true, cwd: folder, file, portable: true }, ['package'])
    const registry = new PrivateRegistry(readFileSync(file))
    rmSync(folder, { recursive: true })
    await new Promise<void>(resolve => registry.#server.listen(0, '127.0.0.1', resolve))
    return registry
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get #dist() {
    const integrity = `sha512-${createHash('sha512').update(this.#tarball).digest('base64')}`
    return { tarball: `${this.url}${path}`, integrity }
  }

  #document() {
    const version = { name: '@acme/lib', version: '1.0.0', dist: this.#dist }
    return { name: '@acme/lib', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }
  }

  /** An app that needs its package: what a repository holds of it. */
  files(): Record<string, string> {
    const dependencies = { '@acme/lib': '1.0.0' }
    const { tarball: resolved, integrity } = this.#dist
    const packages = { '': { dependencies }, 'node_modules/@acme/lib': { version: '1.0.0', resolved, integrity } }
    return {
      'package.json': JSON.stringify({ name: 'shop', private: true, dependencies }),
      'package-lock.json': JSON.stringify({ name: 'shop', lockfileVersion: 3, packages }),
      '.npmrc': `@acme:registry=${this.url}\n//${new URL(this.url).host}/:_authToken=\${NPM_TOKEN}\n`,
    }
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
