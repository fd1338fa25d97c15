import type { Command } from './isolation.ts'

const name = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A variable that the shell of a container could not pass on. */
export const unnameable = ({ env }: Pick<Command, 'env'>): string | undefined =>
  Object.keys(env).find(key => !name.test(key))

/** Lines for the shell that waits in the container: its environment, its folder, its arguments; and the mark that ends them. */
export function containerOrder({ argv, cwd, env }: Pick<Command, 'argv' | 'cwd' | 'env'>, mark: string): string {
  return [
    ...Object.entries(env).map(([key, value]) => `export ${key}=${quote(value)}`),
    `set -- ${[cwd, ...argv].map(quote).join(' ')}`,
    mark,
    '',
  ].join('\n')
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
