import type { Browser, Page } from 'playwright-core'
import { Scene } from '../pipeline/scene.ts'
import { openBrowser } from './browser.ts'

export interface SmallShop {
  scene: Scene
  browser: Browser
  close(): Promise<void>
}

const files = {
  'trellis.yml': 'test: false\ndeploy: node -e "console.log(1)"\nremove: node -e "console.log(0)"\n',
}

/** A server with the app `shop`: development is one commit ahead of staging. */
export async function openSmallShop(): Promise<SmallShop> {
  const scene = await Scene.start({ dashboard: true })
  const browser = await openBrowser()
  const close = async () => {
    await browser.close()
    await scene.close()
  }
  await scene.addAccount()
  const { client } = scene.server
  const first = scene.repository.commit(files, 'Open the shop')
  const body = { name: 'shop', repository: scene.repository.path, environments: ['development', 'staging'] }
  await client.call('createApp', { body })
  await scene.pushed('shop', first)
  await client.call('promote', { params: { app: 'shop', environment: 'development' }, body: {} })
  await scene.ended('shop', 'staging', 1)
  await scene.pushed('shop', scene.repository.commit(files, 'Close it on Sundays'))
  return { scene, browser, close }
}

export const api = '/api/v1'
export const dialog = (name: string, environment = 'development') =>
  `/apps/shop?dialog=${name}&environment=${environment}`
export const settings = (section: string) => `/apps/shop/settings?section=${section}`

/** Every address that was refused because nobody is signed in. */
export function watchRefusals(page: Page): string[] {
  const urls: string[] = []
  page.on('response', answer => answer.status() === 401 && urls.push(answer.url()))
  return urls
}
