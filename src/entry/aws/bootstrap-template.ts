import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of the CDK's library; lies beside the function that needs it (`infra/bundle.ts`). */
export const bootstrapTemplate = (): Promise<string> =>
  readFile(join(import.meta.dirname, 'bootstrap-template.yaml'), 'utf8')
