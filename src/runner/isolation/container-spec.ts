import type { BuildLimits, EngineTraits } from '../../contract/runner-start.ts'
import { type EngineInfo, labels } from '../../platform/containers/containers.ts'

/** What a container is made of: the engine's own words are made from it, and from nothing else. */
export interface ContainerPlan {
  readonly image: string
  readonly home: string
  readonly deployment: string
  readonly network: string | null
  readonly limits: BuildLimits
  /** Of the system: of whom the files of a build are. */
  readonly user: { readonly uid: number; readonly gid: number }
  /** Becomes /etc/passwd, where the image does not know the user. */
  readonly passwd: string | null
  /** At their own paths. */
  readonly writable: readonly string[]
  readonly readable: readonly string[]
  /** Becomes /tmp. */
  readonly tmp: string
  /** With the pipes between the container and the runner; becomes /trellis. */
  readonly pipes: string
  /** Ends the order that comes through the pipe. */
  readonly mark: string
}

/**
 * The first process of a container: waits for its order, runs it, and ends with its exit code, at which the kernel ends all
 * that is left. The order comes through a pipe, since whatever stands in a container's settings can be asked of the engine.
 * Asked to end, it asks everybody: a process that has no parent but this one would never hear of it. Its end, and that memory ran
 * out, it tells itself, with a word that came before the order: engines look now and then only, and not every one notices when memory did
 * not hit the first process.
 */
const first = `trap 'kill -s TERM -- -1' TERM
IFS= read -r trellis_word </trellis/order || exit 125
order=
while IFS= read -r line && [ "$line" != "$1" ]; do order="$order$line
"; done </trellis/order
[ "$line" = "$1" ] || exit 125
eval "$order"
{ cd "$1" && shift && exec "$@"; } </dev/null >/trellis/out 2>/trellis/err &
step=$!
while :; do
  wait "$step"
  code=$?
  kill -0 "$step" 2>/dev/null || break
done
why=
for events in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
  [ -r "$events" ] && while read -r event count; do
    [ "$event" = oom_kill ] && [ "$count" != 0 ] && why=memory
  done <"$events"
done
echo "$trellis_word $code $why" >/trellis/end
exit "$code"`

/** The body of the engine's request to make one. */
export function containerSpec(plan: ContainerPlan, { rootless, selinux, limitsSwap }: EngineTraits): object {
  const { memory, cpus, processes } = plan.limits
  // Where the engine is the user's own, its root is that user and nobody else.
  const user = rootless ? '0:0' : `${plan.user.uid}:${plan.user.gid}`
  return {
    Image: plan.image,
    Entrypoint: ['/bin/sh', '-c', first, 'sh', plan.mark],
    Cmd: [],
    User: user,
    WorkingDir: '/',
    Hostname: 'trellis',
    Labels: { [labels.home]: plan.home, [labels.deployment]: plan.deployment },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      Mounts: mounts(rootless ? { ...plan, passwd: null } : plan),
      ReadonlyRootfs: true,
      Tmpfs: { '/run': 'rw,nosuid,nodev,size=16m', '/var/tmp': 'rw,nosuid,nodev,size=64m' },
      CapDrop: ['ALL'],
      // Labels of SELinux would keep a build from its own folders; they would have to be written onto the user's files.
      SecurityOpt: ['no-new-privileges', ...(selinux ? ['label=disable'] : [])],
      IpcMode: 'private',
      // Else Podman lets the kernel write out all that anybody has changed on the disk whenever one ends, and the server waits for that.
      AutoRemove: true,
      // Half of what others get: whoever asks the server for something must not wait for builds.
      CpuShares: 512,
      // What is printed goes to the runner only, and fills no disk of the engine's.
      LogConfig: { Type: 'none' },
      ...(plan.network !== null && { NetworkMode: plan.network }),
      ...(memory !== null && { Memory: memory, ...(limitsSwap && { MemorySwap: memory }) }),
      ...(cpus !== null && { NanoCpus: Math.round(cpus * 1e9) }),
      ...(processes !== null && { PidsLimit: processes }),
    },
  }
}

/** One for each place: an engine takes no two. What may be written comes last, and wins. */
function mounts({ writable, readable, passwd, tmp, pipes }: ContainerPlan): object[] {
  const places = new Map<string, { readonly Source: string; readonly ReadOnly: boolean }>()
  for (const path of readable) places.set(path, { Source: path, ReadOnly: true })
  for (const path of writable) places.set(path, { Source: path, ReadOnly: false })
  if (passwd !== null) places.set('/etc/passwd', { Source: passwd, ReadOnly: true })
  places.set('/tmp', { Source: tmp, ReadOnly: false }).set('/trellis', { Source: pipes, ReadOnly: true })
  return [...places].map(([Target, { Source, ReadOnly }]) => ({ Type: 'bind', Source, Target, ReadOnly }))
}

export function traitsOf({ SecurityOptions, SwapLimit }: EngineInfo): EngineTraits {
  const options = (SecurityOptions ?? []).flatMap(option => option.split(','))
  const has = (name: string): boolean => options.includes(`name=${name}`)
  return { rootless: has('rootless'), selinux: has('selinux'), limitsSwap: SwapLimit === true }
}

/** What the engine cannot keep to, of what was asked for. */
export function unkept({ memory, cpus, processes }: BuildLimits, info: EngineInfo): string[] {
  return [
    ...(memory !== null && info.MemoryLimit === false ? ['memory'] : []),
    ...(cpus !== null && info.CpuCfsQuota === false ? ['processors'] : []),
    ...(processes !== null && info.PidsLimit === false ? ['processes'] : []),
  ]
}
