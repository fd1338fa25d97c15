export type ToServer =
  | { kind: 'start'; home: string; port: number; builds: number }
  | { kind: 'over'; deployment: string }
export type FromServer = { kind: 'ready'; url: string } | { kind: 'machine'; deployment: string; token: string }

/** `watch`: so many watchers of one log, which has so many lines. */
export type ToWatchers = {
  kind: 'watch'
  url: string
  token: string
  deployment: string
  watchers: number
  lines: number
}
export type FromWatchers =
  | { kind: 'watching' }
  | {
      kind: 'seen'
      /** How many lines arrived so many milliseconds after they were written; the last number stands for all that took longer. */
      delays: number[]
      missing: number
      errors: string[]
    }
