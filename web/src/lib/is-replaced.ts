/**
 * Whether the server serves another dashboard than the one that is open here: its script is then another one. Not while nothing
 * answers, as when the server is away.
 */
export async function isReplaced(): Promise<boolean> {
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src')
  const now = await fetch('/', { cache: 'no-store' }).then(
    answer => (answer.ok ? answer.text() : null),
    () => null,
  )
  return Boolean(own) && now !== null && !now.includes(own as string)
}
