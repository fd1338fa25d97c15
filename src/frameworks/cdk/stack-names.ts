import { createHash } from 'node:crypto'

export const longestStackName = 128

/** The stack's name for one environment. Deterministic: the same stack gets the same name in every deployment. */
export const prefixedName = (stage: string, original: string): string => prefixed(stage, original, longestStackName)

export function prefixed(stage: string, original: string, longest: number): string {
  const name = `${stage}-${original}`
  if (name.length <= longest) return name
  // Cutting alone could make two names one.
  const digest = createHash('sha256').update(original).digest('hex').slice(0, 8)
  return `${name.slice(0, longest - digest.length - 1)}-${digest}`
}

/** Whether a name carries the stage as a word of its own: `orders-staging`, `StagingOrders`, but not `unstaging`. */
export function carriesStage(name: string, stage: string): boolean {
  const words = (text: string): string =>
    `-${text
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replace(/[^a-zA-Z0-9]+/g, '-')
      .toLowerCase()}-`
  return words(name).includes(words(stage))
}
