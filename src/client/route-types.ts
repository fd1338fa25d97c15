import type { z } from 'zod'
import type { RouteName, routes } from '../contract/routes.ts'

type Routes = typeof routes

export type Bytes = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

type Params<R> = R extends { params: infer P extends z.ZodType } ? { params: z.output<P> } : { params?: never }
type Query<R> = R extends { query: infer Q extends z.ZodType } ? { query?: Optional<z.output<Q>> } : { query?: never }
type Body<R> = R extends { body: infer B }
  ? { body: B extends z.ZodType ? z.input<B> : Bytes; headers?: Record<string, string> }
  : { body?: never; headers?: Record<string, string> }

type Optional<T> = { [K in keyof T]?: T[K] | undefined }

/** What a call of a route takes. */
export type Input<N extends RouteName> = Params<Routes[N]> &
  Query<Routes[N]> &
  Body<Routes[N]> & { signal?: AbortSignal | undefined }

/** What it answers: parsed JSON, a stream of bytes, or nothing. */
export type Output<N extends RouteName> = Routes[N]['response'] extends infer R
  ? R extends z.ZodType
    ? z.output<R>
    : R extends 'bytes'
      ? ReadableStream<Uint8Array>
      : undefined
  : never

/** Routes that can be called without saying anything. */
type Needs<N extends RouteName> = Routes[N] extends { params: unknown } | { body: unknown } ? N : never
export type CallArguments<N extends RouteName> = Needs<N> extends never ? [input?: Input<N>] : [input: Input<N>]
