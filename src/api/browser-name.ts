const browsers = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const

/** By what people know a browser again in a list: `Firefox, Linux`. What it says of itself is not to be trusted. */
export function browserName(agent = ''): string {
  const browser = browsers.find(([mark]) => agent.includes(mark))?.[1] ?? 'A browser'
  const system = systems.find(name => agent.includes(name))
  return system ? `${browser}, ${system}` : browser
}
