import type { Plugin } from 'vite'
import { doorOf } from '../../src/client/door.ts'
import { routes } from '../../src/contract/routes.ts'

const name = 'virtual:doors'
const id = `\0${name}`

/** The contract's routes as the plain data that sending a call needs: their schemas would weigh more than the pages themselves. */
export const doors = (): Plugin => ({
  name: 'trellis:doors',
  resolveId: source => (source === name ? id : undefined),
  load(source) {
    if (source !== id) return
    const people = Object.entries(routes).filter(([, { auth }]) => auth !== 'job')
    return `export const doors = ${JSON.stringify(Object.fromEntries(people.map(([key, route]) => [key, doorOf(route)])))}`
  },
})
