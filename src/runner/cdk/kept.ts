import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Naming } from '../../contract/job.ts'
import { readInside } from './inside.ts'

/** Lies in a renamed assembly and tells the stacks' names in the code, so that a kept artifact can be named again. */
export const keptFile = 'trellis.json'

const Kept = z.object({ version: z.literal(1), stacks: Naming.shape.stacks })

export async function readKept(folder: string): Promise<Naming['stacks']> {
  const text = await readInside(folder, keptFile)
  return text === undefined ? [] : Kept.parse(JSON.parse(text)).stacks
}

export async function writeKept(folder: string, stacks: Naming['stacks']): Promise<void> {
  await writeFile(join(folder, keptFile), JSON.stringify({ version: 1, stacks } satisfies z.infer<typeof Kept>))
}
