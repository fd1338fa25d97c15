import { useSession } from '../session/use-session.ts'

/** Why the person may not change what is set on the server; null: they may. */
export const useNoAdmin = (): string | null => {
  const { data } = useSession()
  const why = data?.refused.administer
  return why ? `Only for admins: ${why}.` : null
}
