/** Whether Node itself has a module of that name, which it takes before any package. */
export { isBuiltin } from 'node:module'
