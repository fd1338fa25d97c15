/**
 * Finds many words in one pass over a text (Aho and Corasick, 1975): a tree of all the words' beginnings, whose nodes
 * know where to go on when the next character does not fit. The time does not depend on the number of words.
 */
export class Matcher {
  /** For each node: its first child and that child's character; further children stand in `#others`. */
  readonly #child: number[] = [0]
  readonly #char: number[] = [-1]
  readonly #others: (Map<number, number> | undefined)[] = [undefined]
  readonly #fail: number[] = [0]
  readonly #depth: number[] = [0]
  /** Length of the longest word that ends at the node, 0 if none does. */
  readonly #ends: number[] = [0]
  readonly #fromRoot = new Int32Array(65_536)

  constructor(words: readonly string[]) {
    for (const word of words) if (word) this.#add(word)
    this.#link()
  }

  /** The node after `char`, coming from `node`; start with 0. */
  next(node: number, char: number): number {
    for (let at = node; at !== 0; at = this.#fail[at] as number) {
      if (this.#char[at] === char) return this.#child[at] as number
      const other = this.#others[at]?.get(char)
      if (other !== undefined) return other
    }
    return this.#fromRoot[char] as number
  }

  /** How many of the last characters are the beginning of a word. */
  depth(node: number): number {
    return this.#depth[node] as number
  }

  /** Length of the longest word that ends here, or 0. */
  ends(node: number): number {
    return this.#ends[node] as number
  }

  #add(word: string): void {
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const char = word.charCodeAt(i)
      node = this.#step(node, char) ?? this.#grow(node, char)
    }
    this.#ends[node] = word.length
  }

  #step(node: number, char: number): number | undefined {
    if (node === 0) return this.#fromRoot[char] || undefined
    return this.#char[node] === char ? this.#child[node] : this.#others[node]?.get(char)
  }

  #grow(node: number, char: number): number {
    const fresh = this.#fail.length
    this.#child.push(0)
    this.#char.push(-1)
    this.#others.push(undefined)
    this.#fail.push(0)
    this.#ends.push(0)
    this.#depth.push((this.#depth[node] as number) + 1)
    if (node === 0) this.#fromRoot[char] = fresh
    else if (this.#char[node] === -1) {
      this.#char[node] = char
      this.#child[node] = fresh
    } else {
      this.#others[node] ??= new Map()
      this.#others[node].set(char, fresh)
    }
    return fresh
  }

  /** Breadth first, so that a node's fallback, which is always shallower, is complete before the node itself. */
  #link(): void {
    const queue = [...new Set(this.#fromRoot)].filter(node => node !== 0)
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at] as number
      for (const [char, child] of this.#children(node)) {
        const fallback = this.next(this.#fail[node] as number, char)
        this.#fail[child] = fallback
        this.#ends[child] = Math.max(this.#ends[child] as number, this.#ends[fallback] as number)
        queue.push(child)
      }
    }
  }

  *#children(node: number): Generator<[number, number]> {
    if (this.#char[node] !== -1) yield [this.#char[node] as number, this.#child[node] as number]
    const others = this.#others[node]
    if (others) yield* others
  }
}
