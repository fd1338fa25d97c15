import { createClient } from '../../../src/client/client.ts'

/** The server that served this page; the session's cookie goes along by itself. */
export const client = createClient({ url: '' })
