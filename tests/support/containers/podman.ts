import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What containers are given unless they ask for something else. */
export interface ContainerDefaults {
  readonly env?: Readonly<Record<string, string>>
}

export const podman = (folder: string, args: readonly string[], defaults: ContainerDefaults): ChildProcess =>
  // Its monitors leave notes in the folder that they are started in.
  spawn('podman', [...options(folder), ...args], {
    cwd: folder,
    env: environment(folder, defaults),
    stdio: ['ignore', 'ignore', 'pipe'],
  })

/** Nothing of the machine's own containers is touched. */
export const options = (folder: string): string[] => [
  ...['--root', join(folder, 'storage'), '--runroot', join(folder, 'run'), '--tmpdir', join(folder, 'tmp')],
  ...['--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--storage-driver', 'overlay', '--events-backend', 'file'],
]

export function environment(folder: string, { env = {} }: ContainerDefaults = {}): NodeJS.ProcessEnv {
  const settings = join(folder, 'containers.conf')
  mkdirSync(folder, { recursive: true })
  const given = Object.entries(env).map(([name, value]) => JSON.stringify(`${name}=${value}`))
  writeFileSync(
    settings,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
env = [${given.join(', ')}]
[engine]
lock_type = "file"
`,
  )
  return { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, HOME: folder, CONTAINERS_CONF: settings }
}
