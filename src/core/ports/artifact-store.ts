/** What a deployment tool would deploy, kept so that a rollback deploys the very thing that ran before. Encrypted at rest. */
export interface ArtifactStore {
  /**
   * Stores the bytes under their SHA-256. Storing the same bytes again is a no-op; a write that is interrupted leaves nothing.
   * @returns digest: 64 hex digits of the plain bytes; bytes: their number.
   * @throws TrellisError disk_full
   */
  put(content: AsyncIterable<Uint8Array>): Promise<{ digest: string; bytes: number }>
  /** @throws TrellisError artifact_missing; while reading, when the content was damaged. */
  get(digest: string): Promise<AsyncIterable<Uint8Array>>
  /** Removes every artifact whose digest is not in `keep` and that was stored before `storedBefore` (ms): a newer one may not be recorded yet. */
  prune(keep: ReadonlySet<string>, storedBefore: number): Promise<void>
  /** Ways for a runner around the API, where the API cannot carry what is large; null: it can, and they go through it. */
  readonly direct: DirectArtifacts | null
}

/** Ways that are open for minutes, to whoever has the URL. */
export interface DirectArtifacts {
  /** Takes these bytes and no others: a PUT with these headers, all of them. */
  upload(digest: string, bytes: number): Promise<{ url: string; headers: Record<string, string> }>
  /** A GET gives the bytes; whoever reads them compares their digest. */
  download(digest: string): Promise<string>
}
