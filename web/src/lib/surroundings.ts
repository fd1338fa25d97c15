import { client } from './client.ts'
import type { Surroundings } from './live-connection.ts'

export const surroundings: Surroundings = {
  ticket: () => client.call('liveTicket'),
  connect: url => new WebSocket(url),
  readMessage: client.readMessage,
  onReturn(listener) {
    addEventListener('online', listener)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && listener())
  },
}
