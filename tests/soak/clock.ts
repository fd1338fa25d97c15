import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const variable = 'SOAK_CLOCK'

/** The environment of a process whose clock is set by what stands in `file`: so many milliseconds ahead of the machine's. */
export const settableClock = (file: string): Record<string, string> => ({
  [variable]: file,
  NODE_OPTIONS: `--import=${fileURLToPath(import.meta.url)}`,
})

const file = process.env[variable]
if (file) {
  const system = Date.now
  Date.now = () => system() + ahead(file)
}

function ahead(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return 0
  }
}
