import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { packageRoot } from '../src/entry/dashboard-folder.ts'
import { buildAssembly } from '../src/entry/install/assembly.ts'
import { trellisYmlJsonSchema } from '../src/frameworks/trellis-yml.ts'

// Files of sources that were removed or renamed must not stay in the package.
rmSync('dist', { recursive: true, force: true })
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' })
execFileSync(process.execPath, ['scripts/build-web.ts'], { stdio: 'inherit' })
writeFileSync('dist/trellis.schema.json', `${JSON.stringify(trellisYmlJsonSchema(), null, 2)}\n`)
// What `trellis install` deploys: the package has neither the CDK's constructs nor a bundler.
await buildAssembly(packageRoot)
