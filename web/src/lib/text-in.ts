/**
 * A text that a part of an address holds. Whatever makes no sense in an address is read as undefined, and not left out: the router
 * puts what was read over what stands there, and would show that as it is.
 */
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)
