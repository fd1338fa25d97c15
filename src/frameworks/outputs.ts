import { z } from 'zod'
import type { Outputs } from '../contract/deployment.ts'

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const Flat = z.record(z.string(), Scalar)
const ByStack = z.record(z.string(), Flat)

/** The outputs file of a deploy command: by stack, as `cdk deploy --outputs-file` writes it, or plain keys. */
export function parseOutputs(text: string, plainStack: string): Outputs | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const byStack = ByStack.safeParse(json)
    if (byStack.success) return byStack.data
    const flat = Flat.safeParse(json)
    return flat.success ? { [plainStack]: flat.data } : undefined
  } catch {
    return undefined
  }
}
