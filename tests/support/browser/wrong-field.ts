import type { Page } from 'playwright-core'

/** The field that is marked as wrong and has the focus: its name, and what is said of it. */
export async function wrongField(page: Page): Promise<{ name: string | null; said: string }> {
  const field = page.locator(':focus[aria-invalid="true"]')
  await field.waitFor()
  return field.evaluate(element => ({
    name: element.getAttribute('name'),
    said: (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map(id => document.getElementById(id)?.textContent?.trim())
      .join(' '),
  }))
}
