/** Whoever GitHub says it is. */
export interface Identity {
  id: number
  login: string
  name: string | null
}

/** What the way to GitHub and back needs, and is remembered of it in between. */
export interface Departure {
  /** Where the browser goes. */
  url: string
  state: string
  verifier: string
}

/** Where people say who they are, and where they belong. */
export interface PeopleHost {
  /** Null: nobody can sign in there, since no App is connected. */
  signInAt(): Promise<{ name: string; url: string } | null>
  /** @param back where the browser comes back to. @throws TrellisError github_not_connected */
  depart(back: string): Promise<Departure>
  /**
   * Who came back. Whatever was not begun with this departure is refused.
   * @param arrived the address at which the browser came back
   * @throws TrellisError sign_in_refused, github_not_connected, github_unreachable
   */
  arrive(arrived: URL, back: string, departure: Omit<Departure, 'url'>): Promise<Identity>
  /**
   * Whether a person belongs to an organisation (`acme`) or a team of one (`acme/platform`) now.
   * @throws TrellisError github_not_connected, github_unreachable, github_not_installed
   */
  belongs(login: string, place: string): Promise<boolean>
}
