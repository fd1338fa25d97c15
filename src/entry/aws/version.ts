declare const TRELLIS_VERSION: string

/** Written into the bundle: there is no package.json beside it. */
export const version: string = TRELLIS_VERSION
