import type { Route } from '../contract/routes/route.ts'

/** What sending a call has to know of its route: plain data, without the schemas. */
export interface Door {
  method: Route['method']
  path: string
  body?: 'json' | 'bytes'
  response: 'json' | 'bytes' | 'empty' | 'page'
}

export function doorOf({ method, path, body, response }: Route): Door {
  return {
    method,
    path,
    ...(body ? { body: body === 'bytes' ? 'bytes' : 'json' } : {}),
    response: typeof response === 'string' ? response : 'json',
  }
}
