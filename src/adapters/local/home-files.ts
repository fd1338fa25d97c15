import { join } from 'node:path'

/** What lies where in the home folder. */
export const homeFiles = (home: string) => ({
  database: join(home, 'trellis.db'),
  key: join(home, 'key'),
  artifacts: join(home, 'artifacts'),
  caches: join(home, 'caches'),
  token: join(home, 'token'),
  server: join(home, 'server.json'),
  lock: join(home, 'lock.db'),
})
