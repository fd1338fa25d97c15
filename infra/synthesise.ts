import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, DefaultStackSynthesizer } from 'aws-cdk-lib'
import { bundleLambdas } from './bundle.ts'
import { bundleRunner } from './bundle-runner.ts'
import { TrellisStack } from './trellis-stack.ts'

/** Writes the assembly of an installation, for any account and region; its stack is named when it is deployed. @param out a new folder */
async function synthesise(out: string): Promise<void> {
  const bundles = await mkdtemp(join(tmpdir(), 'trellis-bundles-'))
  try {
    await Promise.all([bundleLambdas(bundles), bundleRunner(join(bundles, 'runner.tgz'))])
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    const app = new App({ outdir: out, analyticsReporting: false })
    const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false })
    new TrellisStack(app, 'Trellis', { bundles, version, synthesizer })
    app.synth()
  } finally {
    await rm(bundles, { recursive: true, force: true })
  }
}

const [out] = process.argv.slice(2)
if (!out) throw new Error('name a folder to write to')
await synthesise(out)
