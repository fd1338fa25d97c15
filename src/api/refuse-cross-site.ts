import type { Context } from 'hono'
import { TrellisError } from '../core/errors.ts'
import type { Addresses } from './addresses.ts'

/**
 * A browser sends its cookie along whoever's page it is that asks; a page of another port of this machine even counts as
 * the same site. Every browser tells, in one of two headers, whose page it is. Reading needs no such check: what it gets is
 * kept from pages of elsewhere.
 * @throws TrellisError cross_site
 */
export function refuseCrossSite({ req }: Context, addresses: Addresses): void {
  if (req.method === 'GET' || req.method === 'HEAD') return
  const site = req.header('sec-fetch-site')
  const origin = req.header('origin')
  const isOwn = origin === undefined || addresses.isOwn(origin, req.header('host') ?? '')
  if ((site === undefined || site === 'same-origin') && isOwn) return
  throw new TrellisError(
    'cross_site',
    'A page of elsewhere may change nothing here.',
    'Behind a proxy, start the server with --public-url.',
  )
}
