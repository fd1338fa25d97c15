import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** No violation of the rules that a machine can check. */
export async function checkAccessible(page: Page, where: string): Promise<void> {
  // What still fades in has not the contrast that it will have.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(one => (one.effect?.getTiming().iterations === 1 ? one.finished : null))),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
  assert.deepEqual(told, [], where)
}

/** Nothing stands beside the page. */
export async function checkWidth(page: Page, where: string): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok((content ?? 0) <= (window ?? 0), `${where}: ${content} pixels wide in a window of ${window}`)
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
