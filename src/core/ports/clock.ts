/** The only source of time in the core. */
export interface Clock {
  /** Milliseconds since 1970, never going back within a process. */
  now(): number
}
