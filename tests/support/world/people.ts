import { TrellisError } from '../../../src/core/errors.ts'
import type { Identity, PeopleHost } from '../../../src/core/ports/people-host.ts'

/** A GitHub that knows people, under a test's control. */
export class FakePeople implements PeopleHost {
  connected = true
  reachable = true
  /** Who sits at the browser. */
  here: Identity = { id: 1, login: 'mia', name: 'Mia' }
  /** `acme` or `acme/platform` → logins. What is not named is not seen. */
  readonly places = new Map<string, Set<string>>()
  asked = 0

  async signInAt() {
    return this.connected ? { name: 'github.example', url: 'https://github.example' } : null
  }

  async depart(back: string) {
    this.#check()
    const [state, verifier] = ['a-state', 'a-verifier']
    const query = new URLSearchParams({ state, redirect_uri: back })
    return { url: `https://github.example/login/oauth/authorize?${query}`, state, verifier }
  }

  async arrive(arrived: URL, _back: string, { state }: { state: string }): Promise<Identity> {
    this.#check()
    if (arrived.searchParams.get('state') === state && arrived.searchParams.get('code') === 'good') return this.here
    throw new TrellisError('sign_in_refused', 'GitHub did not confirm who it is.')
  }

  async belongs(login: string, place: string): Promise<boolean> {
    this.#check()
    this.asked += 1
    const members = this.places.get(place)
    if (!members) throw new TrellisError('github_not_installed', `The GitHub App is not installed in ${place}.`)
    return members.has(login)
  }

  #check(): void {
    if (!this.connected) throw new TrellisError('github_not_connected', 'This server is not connected to GitHub.')
    if (!this.reachable) throw new TrellisError('github_unavailable', 'GitHub cannot be asked.')
  }
}
