import { readFileSync } from 'node:fs'

/** Of the package: the same from the checkout and from what was built. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
