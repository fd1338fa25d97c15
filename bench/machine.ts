import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** Where the figures were measured. No host name: it is nobody's business. */
export const machine = () => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: process.platform,
  /** How many processes wanted a core before the benchmark began: near 0, or the figures are not worth much. */
  loadBefore: Number(loadavg()[0]?.toFixed(1)),
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
})
