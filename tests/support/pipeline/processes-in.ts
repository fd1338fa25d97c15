import { readFileSync, readlinkSync } from 'node:fs'
import { processTable } from '../../../src/platform/process-table.ts'

/** Emulator, server, runners, Lambdas of a demo: all of them work below the folder, or name it. */
export function processesIn(folder: string): number[] {
  return processTable()
    .map(({ pid }) => pid)
    .filter(pid => {
      try {
        const named = readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder)
        return named || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
      } catch {
        // It ended meanwhile.
        return false
      }
    })
}
