import { z } from 'zod'
import { Slug } from '../names.ts'

/** Parts of paths and queries that several routes share. */
export const app = z.object({ app: Slug })
export const environment = z.object({ app: Slug, environment: Slug })
export const deployment = environment.extend({
  number: z.union([z.literal('latest'), z.coerce.number().int().positive()]),
})
export const job = z.object({ deployment: z.string().regex(/^[\w-]{1,100}$/) })
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)
