/**
 * A part of this dashboard is not there. Either a newer one took its place while it was open, whose parts have other names: then the
 * page begins anew. Or the server is away: then the page stays as it is.
 */
export async function reloadIfReplaced(): Promise<void> {
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src')
  const now = await fetch('/', { cache: 'no-store' }).then(
    answer => (answer.ok ? answer.text() : null),
    () => null,
  )
  if (own && now !== null && !now.includes(own)) location.reload()
}
