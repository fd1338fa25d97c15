import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addRemote, fetch, init, listServerRefs, type ReadCommitResult, readCommit } from 'isomorphic-git'
import http from 'isomorphic-git/http/node'
import type { CredentialFor } from '../authorized.ts'
import { explained } from './failure.ts'

export interface HttpRepositories {
  /** Where what was read is kept while there is room. Nobody else writes there. */
  folder: string
  credentialFor: CredentialFor
}

/** Deeper histories are not read: what is told of commits reaches as far. */
const deepest = 500

type Access = Pick<Parameters<typeof listServerRefs>[0], 'http' | 'url' | 'onAuth' | 'onAuthFailure'>

/** One repository, by https and without a git program. What was fetched of it stays in a folder. */
export class HttpRepository {
  readonly url: string
  readonly gitdir: string
  readonly fs = fs
  readonly #credentialFor: CredentialFor

  constructor(url: string, { folder, credentialFor }: HttpRepositories) {
    this.url = url
    this.gitdir = join(folder, createHash('sha256').update(url).digest('hex').slice(0, 40))
    this.#credentialFor = credentialFor
  }

  /** What isomorphic-git wants to know to read what is here. */
  get here(): { fs: typeof fs; gitdir: string } {
    return { fs: this.fs, gitdir: this.gitdir }
  }

  async branches(): Promise<{ heads: Map<string, string>; defaultBranch: string | null }> {
    const access = this.#access()
    const ask = (prefix: string) => listServerRefs({ ...access, prefix, symrefs: true, protocolVersion: 2 })
    const [top, refs] = await Promise.all([ask('HEAD'), ask(branch)]).catch(error => {
      throw explained(error, this.url)
    })
    const named = refs.filter(({ ref }) => ref.startsWith(branch))
    const heads = new Map(named.map(({ ref, oid }) => [ref.slice(branch.length), oid]))
    const target = top.find(({ ref }) => ref === 'HEAD')?.target ?? ''
    const name = target.startsWith(branch) ? target.slice(branch.length) : null
    return { heads, defaultBranch: name !== null && heads.has(name) ? name : null }
  }

  /** A commit with its tree and, as deep as asked, what came before it. Null: the remote does not have it. */
  async commit(oid: string, depth = 1): Promise<ReadCommitResult | null> {
    const known = depth === 1 ? await this.#read(oid) : null
    if (known) return known
    try {
      await this.#fetch(oid, Math.min(depth, deepest))
    } catch (error) {
      // A server may refuse what no branch leads to, in words of its own: what the branches lead to is the answer then.
      if (!refusesCommit(error)) throw explained(error, this.url)
      return null
    }
    return this.#read(oid)
  }

  async #read(oid: string): Promise<ReadCommitResult | null> {
    return readCommit({ ...this.here, oid }).catch(() => null)
  }

  async #fetch(ref: string, depth: number): Promise<void> {
    await mkdir(this.gitdir, { recursive: true })
    await init({ fs, gitdir: this.gitdir, dir: this.gitdir, bare: true })
    await addRemote({ ...this.here, remote: 'origin', url: this.url, force: true })
    await fetch({ ...this.#access(), ...this.here, remote: 'origin', ref, depth, singleBranch: true, tags: false })
  }

  #access(): Access {
    let asked = 0
    // Asked when the server wants it; what it refuses is asked for anew once, and not again.
    const onAuth = async () => {
      asked += 1
      const credential = asked > 2 ? null : await this.#credentialFor(this.url)
      return credential ? { username: credential.user, password: credential.password } : { cancel: true }
    }
    return { http, url: this.url, onAuth, onAuthFailure: onAuth }
  }
}

const branch = 'refs/heads/'

const refusesCommit = (error: unknown): boolean =>
  error instanceof Error && /not our ref|unadvertised object|upload-pack/i.test(error.message)
