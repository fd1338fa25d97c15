import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ContainerSettings, EngineTraits, KnownImage } from '../../contract/runner-start.ts'
import { engineInfo, findImage, type Image } from '../../platform/containers/containers.ts'
import { type Engine, EngineError, openEngine } from '../../platform/containers/engine.ts'
import { containerIsolation } from './container.ts'
import { traitsOf, unkept } from './container-spec.ts'
import type { Isolation } from './isolation.ts'
import type { WhyNot } from './why-not.ts'

export interface ContainerJob {
  readonly deployment: string
  readonly writable: readonly string[]
  readonly readable: readonly string[]
  readonly tmp: string
  /** For what no build may reach. */
  readonly folder: string
}

export interface PickedContainer {
  readonly isolation: Isolation
  readonly image: KnownImage
  /** Where its programs lie. */
  readonly path: string
}

const leastNode = 20
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Builds in containers, if the engine answers and the image is one to build in. */
export async function pickContainer(settings: ContainerSettings, job: ContainerJob): Promise<PickedContainer | WhyNot> {
  const engine = openEngine(settings.socket)
  try {
    const image = await findImage(engine, settings.image)
    return image ? await tryImage(engine, image, settings, job) : missing(settings.image)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return error.status === null ? noEngine(error.message) : refused(error.message)
  }
}

async function tryImage(
  engine: Engine,
  image: Image,
  settings: ContainerSettings,
  job: ContainerJob,
): Promise<PickedContainer | WhyNot> {
  const known = settings.known?.id === image.Id ? settings.known : null
  const traits = known ? known.engine : await traitsFor(engine, settings)
  if ('why' in traits) return traits
  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const passwd = await passwdOf(user, job.folder)
  const { network, limits, home } = settings
  const { deployment, writable, readable, tmp, folder } = job
  const plan = { image: image.Id, home, deployment, network, limits, user, passwd, writable, readable, tmp }
  const isolation = containerIsolation({ engine, traits, plan, folder: join(folder, 'pipes') })
  const path = (image.Config?.Env ?? []).find(entry => entry.startsWith('PATH='))?.slice('PATH='.length) || usualPath
  if (known) return { isolation, image: known, path }
  const found = await lookInside(isolation, path)
  if (!('why' in found)) return { isolation, image: { ...found, id: image.Id, engine: traits }, path }
  await isolation.close()
  return { ...found, why: `the image ${settings.image} ${found.why}` }
}

/** An engine takes its time to tell about itself: once is enough. */
async function traitsFor(engine: Engine, { limits }: ContainerSettings): Promise<EngineTraits | WhyNot> {
  const info = await engineInfo(engine)
  const lost = unkept(limits, info)
  return lost.length > 0 ? limitless(lost) : traitsOf(info)
}

/** Says what is there, in lines that no other program would print. */
const look = `for one in node npm; do echo "$one $($one --version 2>/dev/null)"; done; echo "git $(git --version 2>/dev/null)"`

async function lookInside(isolation: Isolation, path: string): Promise<Pick<KnownImage, 'node' | 'npm'> | WhyNot> {
  const command = { argv: ['sh', '-c', look] as const, cwd: '/', env: { PATH: path, HOME: '/tmp' }, beside: true }
  const running = isolation.run({ ...command, argv: [...command.argv] }, AbortSignal.timeout(60_000))
  const [said, , { code, problem }] = await Promise.all([text(running.stdout), text(running.stderr), running.ended])
  if (code !== 0) return unsuitable(`cannot be used: ${problem ?? `a shell in it ended with ${code}`}`)
  const [node = '', npm = '', git = ''] = said.split('\n').map(line => line.replace(/^\w+ v?/, '').trim())
  if (git === '') return unsuitable('has no git')
  if (node === '') return unsuitable('has no Node')
  if (Number.parseInt(node, 10) < leastNode) return unsuitable(`has Node ${node}, which is too old`)
  return { node, npm: npm || null }
}

/** Programs ask who they are, and some end when nobody knows. Null: the image knows root. */
async function passwdOf({ uid, gid }: { uid: number; gid: number }, folder: string): Promise<string | null> {
  if (uid === 0) return null
  const path = join(folder, 'passwd')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(path, `root:x:0:0:root:/root:/bin/sh\ntrellis:x:${uid}:${gid}:Trellis:/tmp:/bin/sh\n`)
  return path
}

const noEngine = (why: string): WhyNot => ({
  code: 'container_engine_unavailable',
  why,
  hint: 'Start Docker or Podman’s API (`podman system service`), or name its socket with DOCKER_HOST=unix://…',
})
const refused = (said: string): WhyNot => ({
  code: 'container_engine_unavailable',
  why: `the container engine refuses: ${said}`,
  hint: 'Start a container of the image by hand, as the user who runs Trellis.',
})
const missing = (image: string): WhyNot => ({
  code: 'container_image_missing',
  why: `the container engine has no image ${image}`,
  hint: `Build it from Trellis's Dockerfile, \`docker build -t ${image} container\`, or pull one of your own.`,
})
const unsuitable = (why: string): WhyNot => ({
  code: 'container_image_unsuitable',
  why,
  hint: `Builds need a shell, git and Node ${leastNode} or newer in the image; Trellis's Dockerfile makes one that has them.`,
})
const limitless = (what: readonly string[]): WhyNot => ({
  code: 'container_engine_unavailable',
  why: `the container engine cannot limit ${what.join(' and ')} on this machine`,
  hint: 'Leave the limit out, or let the engine use control groups: version 2, and delegated to the user it runs as.',
})
