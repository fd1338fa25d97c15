import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { KnownImage } from '../../../src/contract/runner-start.ts'
import {
  createContainer,
  engineInfo,
  findImage,
  labels,
  listContainers,
  startContainer,
} from '../../../src/platform/containers/containers.ts'
import { openEngine } from '../../../src/platform/containers/engine.ts'
import { traitsOf } from '../../../src/runner/isolation/container-spec.ts'
import { givenEngine } from './given-engine.ts'
import { makeRoot } from './image.ts'
import { type ContainerDefaults, environment, options, podman } from './podman.ts'

export const image = 'localhost/trellis-test:latest'
/** Without Node. */
export const bareImage = 'localhost/trellis-test-bare:latest'

export interface TestEngine {
  readonly socket: string
  /** Null: it is no child of the test. */
  readonly pid: number | null
  /** Of the containers of a home. */
  list(home: string): Promise<string[]>
  /** As a server that looked into it before knows it. */
  known(image: string): Promise<KnownImage>
  /** A container that runs and that nobody looks after. @returns its id */
  leave(home: string, deployment: string): Promise<string>
  /** All that the engine tells about them. */
  inspectAll(home: string): Promise<string>
  close(): Promise<void>
}

const paths = { [image]: '/usr/local/bin:/usr/bin:/bin', [bareImage]: '/usr/bin:/bin' }

/** The engine that `TRELLIS_TEST_ENGINE` names by its socket, else a Podman of the test's own. */
export async function startEngine(defaults: ContainerDefaults = {}): Promise<TestEngine> {
  const given = await givenEngine(paths)
  return given === undefined ? await startPodman(defaults) : { ...engineAt(given), pid: null, close: async () => {} }
}

/** With storage of its own; serves Docker's API. Its image is kept between runs. */
async function startPodman(defaults: ContainerDefaults): Promise<TestEngine> {
  const store = imageStore()
  const folder = mkdtempSync(join(tmpdir(), 'trellis-podman-'))
  const socket = join(folder, 'engine.sock')
  const args = ['--storage-opt', `additionalimagestore=${store}`, 'system', 'service', '--time=0', `unix://${socket}`]
  const child = podman(folder, args, defaults)
  const orphan = (): void => void child.kill('SIGKILL')
  process.once('exit', orphan)
  const engine = openEngine(socket)
  let said = ''
  child.stderr?.on('data', text => {
    said += text
  })
  for (const end = Date.now() + 60_000; ; ) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`podman does not serve: ${said}`)
    if (
      await engine.call('GET', '/_ping').then(
        () => true,
        () => false,
      )
    )
      break
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return {
    ...engineAt(socket),
    pid: child.pid ?? null,
    async close() {
      process.off('exit', orphan)
      if (child.exitCode === null) {
        const ended = new Promise(resolve => child.once('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      await reset(folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function engineAt(socket: string): Omit<TestEngine, 'pid' | 'close'> {
  const engine = openEngine(socket)
  const list = async (home: string): Promise<string[]> => (await listContainers(engine, home)).map(({ Id }) => Id)
  return {
    socket,
    list,
    async known(name) {
      const found = await findImage(engine, name)
      if (!found) throw new Error(`the engine has no ${name}`)
      const traits = traitsOf(await engineInfo(engine))
      return { id: found.Id, engine: traits, node: process.versions.node, npm: null }
    },
    async leave(home, deployment) {
      const Labels = { [labels.home]: home, [labels.deployment]: deployment }
      const HostConfig = { NetworkMode: 'none' }
      const id = await createContainer(engine, { Image: image, Cmd: ['sleep', '1000'], Labels, HostConfig })
      await startContainer(engine, id)
      return id
    },
    inspectAll: async home =>
      JSON.stringify(await Promise.all((await list(home)).map(id => engine.call('GET', `/containers/${id}/json`)))),
  }
}

/** Its monitors may still clear away the last container, which Podman takes for a fault. */
async function reset(folder: string): Promise<void> {
  const command = [...options(folder), 'system', 'reset', '--force']
  for (const end = Date.now() + 60_000; ; await new Promise(resolve => setTimeout(resolve, 200))) {
    const { status, stderr } = spawnSync('podman', command, { encoding: 'utf8', env: environment(folder) })
    if (status === 0) return
    if (Date.now() > end) throw new Error(`podman keeps its containers: ${stderr}`)
  }
}

/** Filled under another name and renamed when it is whole: two tests at once do no harm. */
function imageStore(): string {
  const hash = createHash('sha256').update(process.version)
  hash.update(readFileSync(join(import.meta.dirname, 'image.ts')))
  const store = resolve(`.cache/containers-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(store)) return store
  mkdirSync('.cache', { recursive: true })
  for (const name of readdirSync('.cache')) {
    if (/^containers-/.test(name)) discard(join('.cache', name))
  }
  const draft = mkdtempSync(resolve('.cache/.containers-'))
  const root = join(draft, 'image')
  makeRoot(root)
  execFileSync('tar', ['-C', root, '-cf', join(draft, 'image.tar'), '.'])
  const run = (...args: string[]) =>
    execFileSync('podman', [...options(draft), ...args], {
      env: environment(draft),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  run('import', '--change', 'ENV PATH=/usr/local/bin:/usr/bin:/bin', join(draft, 'image.tar'), image)
  // Node lies in /usr/local.
  run('import', '--change', 'ENV PATH=/usr/bin:/bin', join(draft, 'image.tar'), bareImage)
  try {
    renameSync(join(draft, 'storage'), store)
  } catch (error) {
    if (!existsSync(store)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return store
}

function discard(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Another test uses it, or was killed while it did.
  }
}
