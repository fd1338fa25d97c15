import type { z } from 'zod'
import type { Action } from '../access.ts'

interface Door {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  /** `bytes`: a stream. */
  body?: z.ZodType | 'bytes'
  status: 200 | 201 | 202 | 204
  /** `page`: for people, of this server or elsewhere. */
  response: z.ZodType | 'bytes' | 'empty' | 'page'
  /** The bytes are text, to be kept under this name; its parts in braces are those of the path. */
  download?: string
  /** They may lie elsewhere: then the answer leads there, by a URL that is good for minutes. */
  elsewhere?: true
  /** The bytes are text of this type, to be read by programs. */
  textType?: string
}

/** Who may come in. `none`: anybody; `job`: a runner with its token; `signature`: HMAC over the body. */
interface OpenDoor extends Door {
  auth: 'none' | 'job' | 'signature'
  /** Times a minute that one address may ask. */
  limit?: number
}

/** A person's or machine's token, or the cookie of a session. */
interface ClosedDoor extends Door {
  auth: 'user'
  /**
   * What the caller must be allowed to do, on the app and the environment that the path names, before anything is looked up;
   * what hangs on more than that the core asks again. `signed-in`: whoever it is; what they see is theirs alone.
   */
  may: Action | 'signed-in'
  /** Which environment is meant does not stand in the path. */
  somewhere?: true
}

/** One door of the HTTP API. */
export type Route = OpenDoor | ClosedDoor
