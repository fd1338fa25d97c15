import { availableParallelism, cpus, totalmem } from 'node:os'

/** Where the figures were measured. No host name: it is nobody's business. */
export const machine = () => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: process.platform,
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
})
