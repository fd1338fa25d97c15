import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What a file does to its process, and would do to the tests of others in it: hooks before tests or after each, changed surroundings, mocks. */
const touchesProcess = /^(before|beforeEach|afterEach)\(|process\.(chdir|exitCode|env\b.*=)|mock\./m
const processes = 8

/**
 * Most files of quick tests take longer to start than to run. Those that leave their process as it is share a few.
 * @returns what is to be run instead of them
 */
export function shareProcesses(files: readonly string[]): string[] {
  const folder = resolve('.cache/shared-tests')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { alone = [], together = [] } = Object.groupBy(files, file =>
    touchesProcess.test(readFileSync(file, 'utf8')) ? 'alone' : 'together',
  )
  const shares = Array.from({ length: Math.min(processes, together.length) }, (_, share) => {
    const path = join(folder, `${share + 1}.test.mjs`)
    const own = together.filter((_, at) => at % processes === share)
    writeFileSync(path, own.map(file => `await import(${JSON.stringify(resolve(file))})\n`).join(''))
    return path
  })
  return [...shares, ...alone]
}
