import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ContainerPlan, containerSpec, traitsOf, unkept } from './container-spec.ts'

const limits = { memory: 2 ** 30, cpus: 1.5, processes: 100 }
const plan: ContainerPlan = {
  image: 'sha256:1',
  home: '/home',
  deployment: 'd',
  network: null,
  limits,
  user: { uid: 1000, gid: 1001 },
  passwd: '/work/passwd',
  writable: ['/work/tree', '/work/both'],
  readable: ['/tools', '/work/both'],
  tmp: '/work/tmp',
  pipes: '/work/pipes',
  mark: 'MARK',
}
interface Spec {
  User: string
  HostConfig: Record<string, unknown> & { Mounts: { Source: string; Target: string; ReadOnly: boolean }[] }
}
const spec = (info = {}, changes: Partial<ContainerPlan> = {}) =>
  containerSpec({ ...plan, ...changes }, traitsOf(info)) as Spec
const mountsOf = ({ HostConfig }: Pick<Spec, 'HostConfig'>): string[] =>
  HostConfig.Mounts.map(({ Source, Target, ReadOnly }) => `${Source} ${Target} ${ReadOnly ? 'ro' : 'rw'}`)

test('a container has no capabilities, no way to get any, a system that cannot be written, and what was listed', () => {
  const { User, HostConfig } = spec({ SwapLimit: true })
  const { Mounts, ...rest } = HostConfig
  assert.equal(User, '1000:1001')
  assert.equal(Mounts.length, 6)
  assert.deepEqual(mountsOf({ HostConfig }).sort(), [
    '/tools /tools ro',
    '/work/both /work/both rw',
    '/work/passwd /etc/passwd ro',
    '/work/pipes /trellis ro',
    '/work/tmp /tmp rw',
    '/work/tree /work/tree rw',
  ])
  assert.deepEqual(rest, {
    ReadonlyRootfs: true,
    Tmpfs: { '/run': 'rw,nosuid,nodev,size=16m', '/var/tmp': 'rw,nosuid,nodev,size=64m' },
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    IpcMode: 'private',
    AutoRemove: true,
    CpuShares: 512,
    LogConfig: { Type: 'none' },
    Memory: 2 ** 30,
    MemorySwap: 2 ** 30,
    NanoCpus: 1.5e9,
    PidsLimit: 100,
  })
})

test('in an engine of the user’s own its root is the user', () => {
  const rootless = spec({ SecurityOptions: ['name=seccomp,profile=default', 'name=rootless', 'name=selinux'] })
  assert.equal(rootless.User, '0:0')
  assert.ok(!mountsOf(rootless).join().includes('/etc/passwd'))
  assert.deepEqual(rootless.HostConfig.SecurityOpt, ['no-new-privileges', 'label=disable'])
})

test('without limits none is set, and one that the engine cannot keep is named', () => {
  const none = { memory: null, cpus: null, processes: null }
  const { HostConfig } = spec({}, { limits: none, network: 'host' })
  assert.deepEqual(
    ['Memory', 'MemorySwap', 'NanoCpus', 'PidsLimit'].filter(key => key in HostConfig),
    [],
  )
  assert.equal(HostConfig.NetworkMode, 'host')
  const weak = { MemoryLimit: false, CpuCfsQuota: true, PidsLimit: false }
  assert.deepEqual(unkept(limits, weak), ['memory', 'processes'])
  assert.deepEqual(unkept(none, weak), [])
})
