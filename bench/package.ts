import { execFileSync } from 'node:child_process'
import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Conditions } from './conditions.ts'
import { inSeconds, type Row, withGoal } from './row.ts'
import { startsOf } from './start.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The same start, of the package as it is published: JavaScript, which Node need not strip of types. */
export async function measurePackage(folder: string, conditions: Conditions): Promise<Row[]> {
  conditions.tell('the package is built …')
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const place = join(folder, 'package')
  await mkdir(place, { recursive: true })
  // Without src/: a checkout would run that.
  for (const part of ['bin', 'dist', 'package.json']) await cp(join(root, part), join(place, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(place, 'node_modules'))
  const starts = await startsOf(folder, conditions, join(place, 'bin', 'trellis.js'))
  return [
    withGoal('built package: server ready', starts.readyMs / 1000, 's', 0.7),
    withGoal('built package: memory of an idle server', starts.memory, 'MB', 110),
    inSeconds('built package: server ready, the very first start', starts.firstReadyMs),
  ]
}
