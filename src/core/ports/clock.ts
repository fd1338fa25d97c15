/** The only source of time in the core. */
export interface Clock {
  /** Milliseconds since 1970, never going back and never standing still within a process. */
  now(): number
}
