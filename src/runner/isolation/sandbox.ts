import { join } from 'node:path'
import type { Command, Isolation, Overlay } from './isolation.ts'
import { launch, notStarted } from './launch.ts'
import { whyNotPassable } from './nul.ts'
import { canOverlay } from './overlay.ts'
import { makePlace } from './place.ts'
import { systemArguments } from './visible.ts'

export interface SandboxSettings {
  readonly bwrap: string
  /** `KEY=value` in the environment of all that runs. */
  readonly cookie: string
  /** Folders that a step may write, at their own paths. */
  readonly writable: readonly string[]
  /** Becomes /tmp. */
  readonly tmp: string
  /** Further paths to show read-only: Node, npm, certificates. */
  readonly readable: readonly string[]
  readonly hide: readonly string[]
  /** For trying out overlays: on the file system where they are going to lie. */
  readonly trial: string
}

/**
 * Bubblewrap: namespaces of its own for users, processes, mounts, IPC and the host's name; no capabilities, no way to
 * get any; of the files only the system (read-only) and the job's own. The network is the machine's.
 */
export function sandboxIsolation(settings: SandboxSettings): Isolation {
  // What the system looks like does not change while a job runs.
  let system: string[] | undefined
  let overlays: Promise<boolean> | undefined
  const run: Isolation['run'] = (command, signal) => {
    const refusal = whyRefused(command)
    if (refusal) return notStarted(refusal)
    system ??= systemArguments(settings.readable, settings.hide)
    const args = [...namespaces(), ...bare(settings.tmp), ...system, ...own(settings, command)]
    const [key, value] = settings.cookie.split('=') as [string, string]
    return launch(
      {
        argv: [...overlaid(command.overlays ?? []), settings.bwrap, '--args', '3', '--', ...command.argv] as [string],
        cwd: '/',
        // Of bubblewrap itself, which runs outside: nothing of the user's may stand in it, think of LD_PRELOAD.
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', [key]: value },
        cookie: settings.cookie,
        // The namespace ends with its first process, and everything in it.
        leftovers: 'nothing',
        // Without a terminal, as `--new-session` would do it; only so does its share of the processor stay what launch gives it.
        session: 'own',
        // Not in `argv`, which every user of the machine can read: the environment holds secrets.
        fd3: args.map(arg => `${arg}\0`).join(''),
      },
      signal,
    )
  }
  return {
    name: 'sandbox',
    tmp: '/tmp',
    run,
    overlays: () => (overlays ??= canOverlay(run, settings.trial)),
    warm() {},
    close: async () => {},
  }
}

const namespaces = (): string[] => [
  ...['--unshare-user', '--disable-userns', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
  ...['--uid', String(process.getuid?.()), '--gid', String(process.getgid?.()), '--hostname', 'trellis'],
  ...['--die-with-parent', '--cap-drop', 'ALL', '--clearenv'],
]

/** Before what is shown read-only: Node itself may lie below the machine's /tmp, as in a checkout there. */
const bare = (tmp: string): string[] => [
  ...['--proc', '/proc', '--dev', '/dev', '--dir', '/run', '--dir', '/var/tmp'],
  ...['--bind', tmp, '/tmp'],
]

function own(settings: SandboxSettings, command: Command): string[] {
  const args = settings.writable.flatMap(folder => ['--bind', folder, folder])
  // After the folders that hold them. Bubblewrap looks for the place within the new root, and nothing runs before it is done.
  for (const { merged, root, folder } of command.overlays ?? []) args.push('--bind', merged, join(root, folder))
  for (const [key, value] of Object.entries(command.env)) args.push('--setenv', key, value)
  args.push('--chdir', command.cwd)
  return args
}

/** Looked at before every step: the one before may have put a link in the place of a folder. */
function whyRefused(command: Command): string | null {
  const replaced = command.overlays?.find(({ root, folder }) => !makePlace(root, folder))
  if (replaced) return `${replaced.folder} is no real folder, or is reached through a link`
  return whyNotPassable(command)
}

/**
 * Bubblewrap 0.8 knows no overlays: a user namespace around it mounts them first, on folders of the supervisor's own:
 * what is mounted before the sandbox begins must not cover anything that the build chose. It maps the user to root,
 * since only root may mount; bubblewrap maps back.
 */
function overlaid(overlays: readonly Overlay[]): string[] {
  if (overlays.length === 0) return []
  const mounts = overlays.flatMap(({ lower, upper, scratch, merged }) => [lower, upper, scratch, merged])
  return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mountAll, 'sh', ...mounts, '--']
}

const mountAll =
  'while [ "$1" != -- ]; do mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$3,userxattr" "$4" || exit 125; shift 4; done; shift; exec "$@"'
