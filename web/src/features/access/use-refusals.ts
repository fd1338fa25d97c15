import { useQuery } from '@tanstack/react-query'
import type { Refusals } from '../../../../src/contract/access.ts'
import { appsQuery } from '../app/queries.ts'
import { useSession } from '../session/use-session.ts'

/** The server says what it refuses, and refuses it again when it is asked for: until it has said so, nothing is shown as refused. */
const nothing: Refusals = {}

/** What whoever looks may not do on the whole server, and why. */
export const useServerRefusals = (): Refusals => useSession().data?.refused ?? nothing

/** What they may not do with an app. */
export const useAppRefusals = (app: string): Refusals => useGlance(app)?.refused ?? nothing

/** What they may not do in each environment of an app. */
export function useEnvironmentRefusals(app: string): (environment: string) => Refusals {
  const glance = useGlance(app)
  return environment => glance?.environments.find(one => one.name === environment)?.refused ?? nothing
}

/** Undefined: it is not known yet, or there is no such environment. */
export const useIsProtected = (app: string, environment: string): boolean | undefined =>
  useGlance(app)?.environments.find(one => one.name === environment)?.protected

/** Each app, or all of them as `undefined`, with why they may not set it up. */
export function useSetUpRefusals(): (app: string | undefined) => string | undefined {
  const { data } = useQuery(appsQuery)
  const server = useServerRefusals().administer
  return app => (app === undefined ? server : data?.apps.find(one => one.app === app)?.refused.administer)
}

const useGlance = (app: string) =>
  useQuery({ ...appsQuery, select: ({ apps }) => apps.find(one => one.app === app) }).data
