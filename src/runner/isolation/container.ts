import { Box, type BoxSettings } from './container-box.ts'
import { unnameable } from './container-order.ts'
import { type Command, type Exit, type Isolation, Stop } from './isolation.ts'
import { notStarted } from './launch.ts'
import { whyNotPassable } from './nul.ts'

/**
 * A container for each command: the image's system, read-only; the job's own folders; no capabilities, no way to get any, and
 * no engine inside. The next one is made while a command runs. What is decided about a build is decided out here.
 */
export function containerIsolation(settings: BoxSettings): Isolation {
  const boxes = new Set<Box>()
  let spare: { box: Box; started: Promise<void> } | undefined
  const make = (): { box: Box; started: Promise<void> } => {
    const box = new Box(settings)
    boxes.add(box)
    const started = box.start()
    started.catch(() => {})
    return { box, started }
  }
  const remove = (box: Box): Promise<void> => box.remove().then(() => void boxes.delete(box))

  return {
    name: 'container',
    tmp: '/tmp',
    overlays: async () => false,
    run(command, signal) {
      if (signal.aborted) return notStarted(signal.reason)
      const refusal = whyRefused(command)
      if (refusal) return notStarted(refusal)
      const { box, started } = spare ?? make()
      spare = command.beside ? undefined : make()
      const { stdout, stderr } = box.pipes
      const ended = runIn(box, started, command, signal).then(exit => {
        box.pipes.end()
        void remove(box)
        return exit
      })
      return { stdout, stderr, ended }
    },
    warm() {
      spare ??= make()
    },
    async close() {
      spare = undefined
      await Promise.all([...boxes].map(remove))
    },
  }
}

async function runIn(box: Box, started: Promise<void>, command: Command, signal: AbortSignal): Promise<Exit> {
  let killing: NodeJS.Timeout | undefined
  const kill = (): void => void box.signal('KILL').catch(() => {})
  const stop = (): void => {
    const graceMs = signal.reason instanceof Stop ? signal.reason.graceMs : 5_000
    if (graceMs > 0) void box.signal('TERM').catch(() => {})
    killing = setTimeout(kill, graceMs)
  }
  try {
    await started
    if (signal.aborted) return { code: null, signal: 'SIGKILL' }
    signal.addEventListener('abort', stop, { once: true })
    box.order(command)
    const { code, outOfMemory } = await box.ended()
    return { code, signal: null, ...(outOfMemory && { outOfMemory }) }
  } catch (error) {
    // It must not go on unheard.
    kill()
    return { code: null, signal: null, problem: (error as Error).message }
  } finally {
    signal.removeEventListener('abort', stop)
    clearTimeout(killing)
  }
}

function whyRefused(command: Command): string | null {
  const key = unnameable(command)
  return whyNotPassable(command) ?? (key === undefined ? null : `no shell takes ${key} for the name of a variable`)
}
