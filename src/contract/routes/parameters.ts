import { z } from 'zod'
import { Slug } from '../names.ts'

/** Parts of paths and queries that several routes share. */
const appName = Slug.meta({ example: 'shop' })
export const app = z.object({ app: appName })
export const environment = z.object({ app: appName, environment: Slug.meta({ example: 'staging' }) })
export const deployment = environment.extend({
  number: z.union([z.literal('latest'), z.coerce.number().int().positive()]).meta({ example: 'latest' }),
})
export const job = z.object({ deployment: z.string().regex(/^[\w-]{1,100}$/) })
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)
