import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'

// Files of sources that were removed or renamed must not stay in the package.
rmSync('dist', { recursive: true, force: true })
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' })
