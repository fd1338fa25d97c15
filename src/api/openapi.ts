import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import { ErrorBody } from '../contract/error.ts'
import { type Route, routes } from '../contract/routes.ts'
import { sessionCookie } from './authenticate.ts'

const octets = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const
const html = { 'text/html': { schema: { type: 'string' } } } as const
const text = { 'text/plain': { schema: { type: 'string' } } } as const

/** The API's description, OpenAPI 3.1, made from the table that is served. */
export function describeApi(version: string) {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(name, route) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Trellis', version, description: 'A self-hosted deployment pipeline for serverless applications.' },
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
      },
    },
    paths,
  })
}

function describeRoute(name: string, route: Route) {
  const { params, query, body, response } = route
  return {
    operationId: name,
    summary: route.summary,
    ...(route.auth === 'user' ? { description: `Who may: ${route.may}.` } : {}),
    tags: [tagOf(route)],
    ...(route.auth === 'none' || route.auth === 'signature' ? { security: [] } : {}),
    ...(route.auth === 'job' ? { security: [{ token: [] }] } : {}),
    requestParams: { ...(params ? { path: params } : {}), ...(query ? { query } : {}) },
    ...(body ? { requestBody: { content: body === 'bytes' ? octets : { 'application/json': { schema: body } } } } : {}),
    responses: {
      [String(route.status)]: {
        description: 'Done',
        ...(response === 'empty' ? {} : { content: contentOf(route, response) }),
      },
      ...(response === 'page' || route.elsewhere ? { 302: { description: 'Go on there' } } : {}),
      default: {
        description: 'It failed',
        content: { 'application/json': { schema: ErrorBody }, ...(response === 'page' ? html : {}) },
      },
    },
  }
}

function contentOf({ download, textType }: Route, response: Exclude<Route['response'], 'empty'>) {
  if (response === 'page') return html
  if (response === 'bytes') return download || textType ? text : octets
  return { 'application/json': { schema: response } }
}

const tagOf = ({ path }: Route): string => path.replace('/api/v1/', '').replace(/^\//, '').split('/')[0] ?? ''
