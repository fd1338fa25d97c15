import assert from 'node:assert/strict'
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Those that the theme decides, and those that the width does: words that a phone has no room for must be said all the same. */
const some = {
  colours: ['color-contrast'],
  names: ['button-name', 'link-name', 'label', 'select-name', 'scrollable-region-focusable'],
}

/** No violation of the rules that a machine can check; of all of them, or of some. */
export async function checkAccessible(page: Page, where: string, rules?: keyof typeof some): Promise<void> {
  // What still fades in has not the contrast that it will have. What stands in closed details never ends to fade.
  await page.evaluate(() => {
    const isSeen = (effect: AnimationEffect | null) =>
      effect instanceof KeyframeEffect && effect.getTiming().iterations === 1 && effect.target?.checkVisibility()
    return Promise.all(document.getAnimations().map(one => (isSeen(one.effect) ? one.finished : null)))
  })
  // Once into each document: to bring its half a megabyte takes as long as a look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: some[rules] } }),
  }
  const violations = await page.evaluate(wish => axe.run(document, wish).then(found => found.violations), options)
  // An opened menu belongs to its button, and so to no region of the page.
  const isMenu = ({ html }: { html: string }) => html.includes('role="menu"')
  const broken = violations.filter(({ id, nodes }) => id !== 'region' || !nodes.every(isMenu))
  const told = broken.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
  assert.deepEqual(told, [], where)
}

/** Nothing stands beside the page, and every way to another one can be seen, and reached by a finger. */
export async function checkWidth(page: Page, where: string): Promise<void> {
  const { content, window, outside } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: innerWidth,
    outside: [...document.querySelectorAll('nav a, header button:not(.theme-button)')].flatMap(one => {
      const { left, right, width } = one.getBoundingClientRect()
      return width > 0 && left >= 0 && right <= innerWidth ? [] : [one.getAttribute('aria-label') ?? one.textContent]
    }),
  }))
  assert.ok(content <= window, `${where}: ${content} pixels wide in a window of ${window}`)
  assert.deepEqual(outside, [], `${where}: out of sight`)
}

/** The keyboard alone, until what is wanted has the focus. @throws Error when it is not reached */
export async function tabTo(page: Page, wanted: { role: string; name: string | RegExp }): Promise<void> {
  const target = page.getByRole(wanted.role as 'button', { name: wanted.name }).first()
  await target.waitFor()
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate(element => element === document.activeElement)) return
  }
  throw new Error(`The keyboard does not reach ${wanted.role} ${wanted.name}`)
}
