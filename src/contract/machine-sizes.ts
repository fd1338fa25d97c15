/** What Fargate makes machines of: virtual processors, and which memory goes with them, in GB. */
export const machineSizes = [
  { cpu: 0.25, memory: [0.5, 1, 2] },
  { cpu: 0.5, memory: range(1, 4, 1) },
  { cpu: 1, memory: range(2, 8, 1) },
  { cpu: 2, memory: range(4, 16, 1) },
  { cpu: 4, memory: range(8, 30, 1) },
  { cpu: 8, memory: range(16, 60, 4) },
  { cpu: 16, memory: range(32, 120, 8) },
] as const satisfies { cpu: number; memory: readonly number[] }[]

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, at) => from + at * step)
}

/** Where nothing was chosen. */
export const usualMachine = { cpu: 1, memory: 4, architecture: 'arm64', spot: false } as const
