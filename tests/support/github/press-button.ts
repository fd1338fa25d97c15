/**
 * What a browser does with the page that makes an App: posts its form to GitHub, and goes back to where GitHub sends it.
 * @param ask how a page of the server is asked for
 * @returns where the server sends it then, or what it says instead
 */
export async function pressButton(
  page: string,
  ask: (url: string) => Promise<Response> = url => fetch(url, { redirect: 'manual' }),
): Promise<string> {
  const html = await (await ask(page)).text()
  const action = plain(/action="([^"]+)"/.exec(html)?.[1] ?? '')
  const manifest = plain(/name="manifest" value="([^"]+)"/.exec(html)?.[1] ?? '')
  const made = await fetch(action, { method: 'POST', body: new URLSearchParams({ manifest }), redirect: 'manual' })
  const back = made.headers.get('location')
  if (!back) throw new Error(`GitHub made no App: ${await made.text()}`)
  const answer = await ask(back)
  return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`
}

const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
