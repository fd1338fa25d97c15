import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react'
import type { LiveConnection } from './live-connection.ts'

const Live = createContext<LiveConnection | null>(null)

export const LiveProvider = ({ connection, children }: { connection: LiveConnection; children: ReactNode }) => (
  <Live value={connection}>{children}</Live>
)

function useConnection(): LiveConnection {
  const connection = useContext(Live)
  if (!connection) throw new Error('There is no live connection around this')
  return connection
}

/** Keeps what is shown of this topic up to date for as long as the screen is there. */
export function useLive(topic: string): void {
  const connection = useConnection()
  useEffect(() => connection.watch(topic), [connection, topic])
}

export function useConnectionLost(): boolean {
  const connection = useConnection()
  return useSyncExternalStore(
    listener => connection.listen(listener),
    () => connection.lost,
  )
}
