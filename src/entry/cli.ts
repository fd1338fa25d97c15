import { run } from '../cli/run.ts'
import type { Powers } from '../cli/world.ts'
import { standInHome } from './stand-in-home.ts'
import { version } from './version.ts'

// Loaded when they are used: `trellis status` has no business with the server's code, and people wait for it.
const powers: Powers = {
  serve: async ({ quiet, ...options }) => {
    const { startServer } = await import('./local.ts')
    return startServer({ ...options, logLevel: quiet ? 'warn' : 'info' })
  },
  buildDashboard: async build => {
    const { buildDashboard } = await import('./build-dashboard.ts')
    const { packageRoot } = await import('./dashboard-folder.ts')
    return buildDashboard({ root: packageRoot, ...build })
  },
  demo: async options => (await import('./demo.ts')).runDemo(options),
  doctor: async place => {
    const { examine } = await import('./doctor.ts')
    return examine(place)
  },
  detect: async folder => {
    const { detect } = await import('../frameworks/detect.ts')
    const { checkTrellisYml } = await import('./check-trellis-yml.ts')
    const { readFolder } = await import('./read-folder.ts')
    const { workingTreeAround } = await import('./working-tree.ts')
    const { root, path } = await workingTreeAround(folder)
    const { withoutIgnored } = await import('./ignored.ts')
    const reader = await withoutIgnored(readFolder(root), root)
    await checkTrellisYml(reader, path)
    return { root, path, detection: await detect(reader, path) }
  },
  backUp: async wish => {
    const { backUp } = await import('../adapters/local/backup.ts')
    return backUp({ ...wish, version })
  },
  restore: async wish => {
    const { restore } = await import('../adapters/local/restore.ts')
    return restore(wish)
  },
  beforeInstall: async (place, say) => (await import('./install/preview.ts')).beforeInstall(place, say),
  install: async (place, say) => (await import('./install/install.ts')).install(place, say),
  admit: async (place, say) => (await import('./install/install.ts')).admit(place, say),
  makeRole: async (place, role, say) => (await import('./install/make-role.ts')).makeRole(place, role, say),
  upgrade: async (place, say) => (await import('./install/install.ts')).upgrade(place, say),
  beforeUninstall: async place => (await import('./install/uninstall.ts')).beforeUninstall(place),
  uninstall: async (place, deleteData, say) =>
    (await import('./install/uninstall.ts')).uninstall(place, deleteData, say),
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Of those who clear up after themselves, whoever has gone meanwhile. */
const outlasting = new Set<() => void>()

const onInterrupt = (listener: () => void) => {
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

// `trellis logs … | head` closes the pipe early: whoever reads has seen enough. A terminal may be closed, too.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    for (const listener of outlasting) listener()
    if (outlasting.size === 0) process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1)
  })
}

const env = { ...process.env }
standInHome(process.env)

process.exitCode = await run({
  argv: process.argv.slice(2),
  env,
  cwd: process.cwd(),
  version,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  powers,
  onInterrupt,
  outlast: listener => {
    const stop = onInterrupt(listener)
    outlasting.add(listener)
    return () => {
      stop()
      outlasting.delete(listener)
    }
  },
})

// A connection that the other side does not let go of must not keep a command from ending.
setTimeout(() => process.exit(), 1_000).unref()
