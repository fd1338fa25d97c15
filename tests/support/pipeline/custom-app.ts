/** What a commit of the custom app does when it is deployed. */
export interface AppPlan {
  /** What it is told apart by. */
  version: string
  /** Milliseconds that each step takes. */
  install?: number
  test?: number
  deploy?: number
  /** The step that ends with exit code 3. */
  fails?: 'install' | 'test' | 'deploy' | 'remove'
  /** Whether each step leaves processes behind, one of them in a session of its own. */
  daemons?: boolean
  /** The variable whose value each step prints. */
  tells?: string
}

/** The files of an app that needs nothing but Node: cheap, and deployed to the FakeCloud. */
export const customApp = (plan: AppPlan): Record<string, string> => ({
  'trellis.yml': `install: node work.mjs install
test: node work.mjs test
deploy: node work.mjs deploy
remove: node work.mjs remove
outputs: outputs.json
`,
  'plan.json': `${JSON.stringify(plan)}\n`,
  'work.mjs': work,
})

const work = `import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const step = process.argv[2]
const plan = JSON.parse(readFileSync('plan.json', 'utf8'))
const { TRELLIS_APP: app, TRELLIS_ENVIRONMENT: environment, TRELLIS_COMMIT: commit, AWS_ENDPOINT_URL: cloud } = process.env
const tell = what => {
  const body = JSON.stringify({ app, environment, commit, number: Number(process.env.TRELLIS_DEPLOYMENT), version: plan.version })
  return fetch(cloud + '/app/' + what, { method: 'POST', body })
}
console.log(step + ' ' + plan.version)
if (plan.tells) console.log(plan.tells + '=' + process.env[plan.tells])
if (plan.daemons) {
  spawn('sh', ['-c', 'sleep 600 & setsid sleep 600 & sleep 600'], { detached: true, stdio: 'ignore' }).unref()
}
if (step === 'deploy') await tell('begin')
for (const end = Date.now() + (plan[step] ?? 0); Date.now() < end; ) {
  if (step === 'deploy') await tell('beat')
  await pause(50)
}
if (plan.fails === step) {
  console.error('the ' + step + ' fails on purpose')
  process.exit(3)
}
if (step === 'deploy') {
  writeFileSync('outputs.json', JSON.stringify({ App: { Version: plan.version } }))
  await tell('end')
}
if (step === 'remove') {
  await tell('begin')
  await tell('gone')
}
`
