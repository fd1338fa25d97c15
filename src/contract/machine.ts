import { z } from 'zod'
import { machineSizes } from './machine-sizes.ts'

const [smallest, ...larger] = machineSizes.map(({ cpu }) => z.literal(cpu)) as [
  z.ZodLiteral<number>,
  ...z.ZodLiteral<number>[],
]

/** What a build runs on, where that can be chosen. */
export const Machine = z.object({
  cpu: z.union([smallest, ...larger], 'must be 0.25, 0.5, 1, 2, 4, 8 or 16').describe('Virtual processors'),
  memory: z.number().min(0.5).max(120).describe('GB; which ones there are depends on the processors'),
  architecture: z.enum(['arm64', 'x86']),
  spot: z.boolean().describe('Cheaper, and may be taken away in mid-build; never for what is protected'),
})
export type Machine = z.infer<typeof Machine>
