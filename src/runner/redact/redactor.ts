import { secretForms } from './forms.ts'
import { Matcher } from './matcher.ts'

const mask = '***'

/** Hides secrets. Build it once a job: everything that leaves the runner goes through it. */
export class Redactor {
  readonly #matcher: Matcher | null

  constructor(secrets: readonly string[]) {
    const forms = secretForms(secrets)
    this.#matcher = forms.length > 0 ? new Matcher(forms) : null
  }

  text(text: string): string {
    if (!this.#matcher) return text
    const stream = new RedactedStream(this.#matcher)
    return stream.write(text) + stream.end()
  }

  /** For a text that comes in pieces: a secret is found wherever the cuts fall. */
  stream(): TextStream {
    return this.#matcher ? new RedactedStream(this.#matcher) : plainStream
  }
}

export interface TextStream {
  /** @returns what is safe to show by now: the end of `text` may be held back, since a secret may begin there. */
  write(text: string): string
  /** After a quiet moment: shows the whole lines that are held back, although a secret of several lines may begin there. */
  release(): string
  end(): string
}

const plainStream: TextStream = { write: text => text, release: () => '', end: () => '' }

class RedactedStream implements TextStream {
  readonly #matcher: Matcher
  #node = 0
  /** Read, but not shown yet. */
  #held = ''
  /** Parts of `#held` to hide, in order and apart from each other. */
  #hidden: { start: number; end: number }[] = []

  constructor(matcher: Matcher) {
    this.#matcher = matcher
  }

  write(text: string): string {
    const matcher = this.#matcher
    const before = this.#held.length
    let node = this.#node
    for (let i = 0; i < text.length; i++) {
      node = matcher.next(node, text.charCodeAt(i))
      const length = matcher.ends(node)
      if (length > 0) this.#hide(before + i + 1 - length, before + i + 1)
    }
    this.#node = node
    this.#held += text
    // Whatever may still become a secret begins within the last `depth` characters.
    return this.#show(this.#held.length - matcher.depth(node))
  }

  release(): string {
    return this.#show(this.#held.lastIndexOf('\n') + 1)
  }

  end(): string {
    this.#node = 0
    return this.#show(this.#held.length)
  }

  #hide(start: number, end: number): void {
    let from = Math.max(start, 0)
    for (let last = this.#hidden.at(-1); last && last.end > from; last = this.#hidden.at(-1)) {
      from = Math.min(from, last.start)
      this.#hidden.pop()
    }
    this.#hidden.push({ start: from, end })
  }

  /** Takes off the first `until` characters, or less: a hidden part is shown whole, once nothing can make it longer. */
  #show(until: number): string {
    const open = this.#hidden.findIndex(({ end }) => end > until)
    const cut = Math.min(until, open === -1 ? until : (this.#hidden[open]?.start ?? until))
    if (cut <= 0) return ''
    let shown = ''
    let at = 0
    const done = open === -1 ? this.#hidden.length : open
    for (const { start, end } of this.#hidden.splice(0, done)) {
      shown += this.#held.slice(at, start) + mask
      at = end
    }
    shown += this.#held.slice(at, cut)
    this.#held = this.#held.slice(cut)
    for (const part of this.#hidden) {
      part.start -= cut
      part.end -= cut
    }
    return shown
  }
}
