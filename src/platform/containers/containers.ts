import { type Engine, EngineError } from './engine.ts'

/** The part of an engine's answer that tells about an image. */
export interface Image {
  readonly Id: string
  readonly Config?: { readonly Env?: readonly string[] | null } | null
}

export interface EngineInfo {
  readonly ServerVersion?: string
  readonly SecurityOptions?: readonly string[] | null
  readonly MemoryLimit?: boolean
  readonly SwapLimit?: boolean
  readonly CpuCfsQuota?: boolean
  readonly PidsLimit?: boolean
}

export interface State {
  readonly Running: boolean
  readonly OOMKilled: boolean
  readonly ExitCode: number
}

export const labels = { home: 'trellis.home', deployment: 'trellis.deployment' } as const

export const engineInfo = (engine: Engine): Promise<EngineInfo> => engine.call('GET', '/info')

/** Null: the engine has none of that name. */
export async function findImage(engine: Engine, name: string): Promise<Image | null> {
  try {
    return await engine.call<Image>('GET', `/images/${encodeURIComponent(name)}/json`)
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return null
    throw error
  }
}

/** @returns its id */
export async function createContainer(engine: Engine, spec: object): Promise<string> {
  return (await engine.call<{ Id: string }>('POST', '/containers/create', spec)).Id
}

export const startContainer = (engine: Engine, id: string): Promise<void> =>
  engine.call('POST', `/containers/${id}/start`)

export const stateOf = async (engine: Engine, id: string): Promise<State> =>
  (await engine.call<{ State: State }>('GET', `/containers/${id}/json`)).State

/** A container that has ended already is none to signal. */
export const signalContainer = (engine: Engine, id: string, signal: 'TERM' | 'KILL'): Promise<void> =>
  unless([404, 409, 500], engine.call('POST', `/containers/${id}/kill?signal=SIG${signal}`))

/** Ends it, if it runs, and removes it. Nothing there: a no-op. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  const remove = () => unless([404, 409], engine.call('DELETE', `/containers/${id}?force=true&v=true`))
  // Podman fails where it ends by itself at that very moment; the second time it has ended.
  await remove().catch(remove)
}

export interface Found {
  readonly Id: string
  readonly State: string
  readonly Labels: Readonly<Record<string, string>>
}

/** Those of a home, or of one deployment of it; also those that have ended. */
export function listContainers(engine: Engine, home: string, deployment?: string): Promise<Found[]> {
  const wanted = [`${labels.home}=${home}`, ...(deployment ? [`${labels.deployment}=${deployment}`] : [])]
  const filters = encodeURIComponent(JSON.stringify({ label: wanted }))
  return engine.call('GET', `/containers/json?all=true&filters=${filters}`)
}

async function unless(statuses: readonly number[], call: Promise<unknown>): Promise<void> {
  await call.catch(error => {
    if (!(error instanceof EngineError && error.status !== null && statuses.includes(error.status))) throw error
  })
}
