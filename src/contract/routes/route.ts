import type { z } from 'zod'

/** One door of the HTTP API. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  /** `none`: open; `user`: a person's or machine's token, or the cookie of a session; `job`: a runner's; `signature`: HMAC over the body. */
  auth: 'none' | 'user' | 'job' | 'signature'
  params?: z.ZodObject
  query?: z.ZodObject
  /** `bytes`: a stream. */
  body?: z.ZodType | 'bytes'
  status: 200 | 201 | 202 | 204
  /** `page`: for people, of this server or elsewhere. */
  response: z.ZodType | 'bytes' | 'empty' | 'page'
  /** The bytes are text, to be kept under this name; its parts in braces are those of the path. */
  download?: string
  /** The bytes are text of this type, to be read by programs. */
  textType?: string
}
