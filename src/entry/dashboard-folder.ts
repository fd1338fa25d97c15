import { fileURLToPath } from 'node:url'

/** Of the checkout, or of the package: src/entry and dist/entry are as deep. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

/** Where the pages are that browsers get, below `packageRoot`. */
export const dashboardFolder = 'dist/web'
