import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, open, symlink } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { lambdaSdk } from './sdk.ts'

export interface LaunchOptions {
  /** Where state and log live; they survive stop() and the next start finds them. A temporary folder unless given. */
  readonly dataDir?: string
  /** Leaves the emulator running when this process ends, however it ends. */
  readonly keep?: boolean
  /** More variables for the emulator and the Lambdas it runs, such as DOCKER_HOST. */
  readonly env?: Readonly<Record<string, string>>
}

// Standard input is a pipe that nobody writes to: it closes when our process ends, even by SIGKILL, and then the whole
// group goes. Otherwise a crashed test would leave an emulator behind for ever.
const LAUNCH = `
import os, signal, sys, threading
def follow_parent():
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)
if os.environ.pop("TRELLIS_EMULATOR_KEEP", "") != "1":
    threading.Thread(target=follow_parent, daemon=True).start()
from ministack.app import main
sys.argv = ["ministack"]
main()
`

/** Starts the emulator's process, the leader of a group of its own, without waiting for it to be ready. */
export async function launch(
  bin: string,
  port: number,
  home: string,
  log: string,
  options: LaunchOptions,
): Promise<ChildProcess> {
  const tmp = join(home, 'tmp')
  await mkdir(join(tmp, 'node_modules'), { recursive: true })
  // Lambdas are unpacked below TMPDIR and look upwards for what they import, so they find the AWS SDK which every
  // Node runtime of the real Lambda carries.
  await symlink(lambdaSdk(), join(tmp, 'node_modules', '@aws-sdk')).catch(ignoreExisting)
  const file = await open(log, 'w')
  try {
    return spawn(bin, ['-c', LAUNCH], {
      cwd: home,
      // A group of its own, so that stop() reaches the Lambdas too.
      detached: true,
      stdio: [options.keep ? 'ignore' : 'pipe', file.fd, file.fd],
      env: {
        // Lambdas run on the first `node` of this path.
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: home,
        LANG: 'C.UTF-8',
        TMPDIR: tmp,
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        STATE_DIR: join(home, 'state'),
        S3_DATA_DIR: join(home, 's3'),
        ...(options.dataDir ? { PERSIST_STATE: '1', S3_PERSIST: '1' } : {}),
        // A second listener on a fixed port: two emulators on one machine would collide on it.
        IOT_MTLS_ENABLED: '0',
        PYTHONDONTWRITEBYTECODE: '1',
        ...(options.keep ? { TRELLIS_EMULATOR_KEEP: '1' } : {}),
        ...options.env,
      },
    })
  } finally {
    await file.close()
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
