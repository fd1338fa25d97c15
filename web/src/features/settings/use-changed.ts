import { useQueryClient } from '@tanstack/react-query'
import { keys } from '../../lib/keys.ts'

/** Asks anew for all that is shown of an app: its settings were changed. */
export function useChanged(app: string): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: keys.app(app) })
    void queries.invalidateQueries({ queryKey: keys.apps })
  }
}
