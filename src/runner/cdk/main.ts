import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.ts'
import { checkBootstrap } from './check-bootstrap.ts'
import { deploy } from './deploy.ts'
import { toFailure } from './failures.ts'
import { loadClientsWhenUsed } from './lazy-clients.ts'
import { Link } from './link.ts'
import { type FromWorker, ToWorker, type WorkerAccess } from './messages.ts'
import { remove } from './remove.ts'
import { Session } from './session.ts'
import { synth } from './synth.ts'

/** The worker process: one operation after another, until the supervisor ends it or is gone. */
const link = new Link(message => {
  if (process.connected) process.send?.(message)
})
let session: Session | undefined
loadClientsWhenUsed()
// Whatever is going to be asked for needs it. Should it fail, it fails again for whoever asks.
import('@aws-cdk/toolkit-lib').catch(() => {})

async function perform(message: ToWorker): Promise<FromWorker | undefined> {
  if (message.type === 'place') settleIn(message.scratch)
  if (message.type === 'access') session = sessionFor(message.access)
  if (message.type === 'answer') link.answered(message.id, message)
  if (!session || message.type === 'place' || message.type === 'access' || message.type === 'answer') return undefined
  switch (message.type) {
    case 'warm':
      await session.toolkit()
      return { type: 'warm' }
    case 'check':
      await checkBootstrap(session)
      return { type: 'checked' }
    case 'synth':
      return { type: 'synthesised', result: await synth(session, message.request) }
    case 'deploy':
      return { type: 'deployed', result: await deploy(session, message.request) }
    case 'remove':
      return { type: 'removed', result: await remove(session, message.request) }
    case 'bootstrap':
      await bootstrap(session, message.policies)
      return { type: 'bootstrapped' }
  }
}

/** Whatever the CDK keeps it keeps there. */
function settleIn(scratch: string): void {
  process.chdir(scratch)
  Object.assign(process.env, { HOME: scratch, CDK_HOME: join(scratch, 'cdk-home'), TMPDIR: scratch })
}

function sessionFor(access: WorkerAccess): Session {
  // Some SDK clients of the CDK look here.
  process.env.AWS_REGION = access.region
  if (access.endpointUrl) process.env.AWS_ENDPOINT_URL = access.endpointUrl
  return new Session({ ...access, renew: () => link.credentials() }, link)
}

process.on('message', raw => {
  const message = ToWorker.parse(raw)
  perform(message)
    .then(
      answer => answer && link.send(answer),
      error => link.send({ type: 'failed', failure: toFailure(error, message.type) }),
    )
    // Node keeps what it compiled when a process ends by itself; this one is killed. Halves the next worker's start.
    .finally(() => setImmediate(flushCompileCache))
})
// Without its supervisor nobody would record what it does.
process.on('disconnect', () => process.exit(1))
