import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'

let scene: Scene
let browser: Browser
before(async () => {
  scene = await Scene.start({ dashboard: true })
  browser = await openBrowser()
  await scene.addAccount()
})
after(async () => {
  await browser?.close()
  await scene?.close()
})

const trellisYml = 'test: false\ndeploy: node deploy.mjs\nremove: node -e ""\n'

async function deployed(app: string, script: string): Promise<void> {
  scene.repository.commit({ 'trellis.yml': trellisYml, 'deploy.mjs': script }, `Write what ${app} writes`)
  await scene.cli.json(['app', 'create', app, '--repo', scene.repository.path, '--environments', 'test'])
}

/** Every row that can be seen from the top to the end, by scrolling. */
async function readAll(page: Page): Promise<Map<number, string>> {
  const seen = new Map<number, string>()
  const box = page.getByRole('log')
  // As a reader does: what scrolls by itself keeps following.
  await box.press('Home')
  await page.waitForFunction(() => document.querySelector('.log-box')?.scrollTop === 0)
  for (;;) {
    await page.waitForFunction(isWhole)
    const rows = await page
      .locator('.log-row')
      .evaluateAll(all =>
        all.map(
          row => [Number((row as HTMLElement).dataset.seq), row.querySelector('.log-text')?.textContent ?? ''] as const,
        ),
      )
    for (const [seq, text] of rows) seen.set(seq, text)
    const more = await box.evaluate(element => {
      const before = element.scrollTop
      element.scrollBy(0, element.clientHeight)
      return element.scrollTop > before
    })
    if (!more) return seen
  }
}

/** In the page: what the box shows is there from its top to its end, with each line's text. */
function isWhole(): boolean {
  const box = document.querySelector('.log-box')
  const rows = [...document.querySelectorAll('.log-row')]
  const lines = document.querySelector('.log-lines')
  if (!box || !lines || rows.some(row => row.querySelector('.log-text')?.textContent === ' ')) return false
  const { top, bottom } = box.getBoundingClientRect()
  const shown = rows.map(row => row.getBoundingClientRect())
  const end = Math.min(bottom, lines.getBoundingClientRect().bottom)
  return shown.some(row => row.top <= top + 1) && shown.some(row => row.bottom >= end - 1)
}

test('hostile lines are shown, and do nothing', async () => {
  const lines = [
    '<script>document.title="taken"</script><img src=x onerror=alert(1)>',
    'safe \u202Egnp.exe',
    'bell \u0007 and back\u0008space and \u001b[2Jclear \u001b]0;title\u0007 \u001b[999;999H',
    `\u001b[31m${'\u001b[1m'.repeat(500)}bomb`,
    '\u001b]8;;https://evil.example/\u0007click\u001b]8;;\u0007',
  ]
  await deployed(
    'hostile',
    `for (const line of ${JSON.stringify(lines)}) console.log(line)\nprocess.stdout.write('x'.repeat(1_000_000) + '\\n')\n`,
  )
  await scene.ended('hostile', 'test', 1)
  const { page, context, problems } = await signIn(browser, scene.server)
  page.on('dialog', () => problems.push('a dialog was opened'))
  await page.goto('/apps/hostile/test/1#L1')
  await page.getByText('gnp.exe').waitFor()
  const shown = [...(await readAll(page)).values()].join('\n')
  assert.ok(shown.includes('<script>document.title="taken"</script><img src=x onerror=alert(1)>'))
  assert.ok(shown.includes('⟨U+202E⟩'))
  assert.ok(shown.includes('bomb'))
  assert.ok(shown.includes('click'), 'a link lost its text')
  assert.ok(!(await page.title()).includes('taken'))
  assert.equal(await page.locator('.log-lines script, .log-lines img, .log-lines a[href^="http"]').count(), 0)
  await deployed('turned', "console.error('Error: no\u202Edoog'); process.exitCode = 1\n")
  await scene.ended('turned', 'test', 1)
  for (const path of ['/apps/turned/test/1', '/apps/turned', '/history?app=turned']) {
    await page.goto(path)
    await page.getByText('Error: no⟨U+202E⟩doog').first().waitFor()
  }
  assert.deepEqual(problems, [])
  await context.close()
})

test('a log that is open while the server is stopped and started has every line once', async () => {
  await deployed(
    'steady',
    "let n = 0\nconst timer = setInterval(() => {\n  for (let i = 0; i < 5; i++) console.log('line ' + ++n)\n  if (n >= 500) clearInterval(timer)\n}, 150)\n",
  )
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/apps/steady/test/1')
  await page
    .getByText(/^line \d{3}$/)
    .first()
    .waitFor()
  const box = await page.getByRole('log', { name: 'Lines' }).boundingBox()
  assert.ok(
    box && box.height > 400 && box.y + box.height <= 900,
    `the newest lines are in sight: ${JSON.stringify(box)}`,
  )
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Follow' }).click()
  await scene.server.stop()
  await page.getByText('The server does not answer').waitFor()
  const upgraded = (url: URL) => url.pathname === '/'
  await page.route(upgraded, route => route.fulfill({ body: '<script type="module" src="/assets/newer.js"></script>' }))
  scene.server = await ServerProcess.start({
    home: scene.home,
    port: scene.port,
    flags: ['--poll', '1s'],
    dashboard: true,
  })
  await page.getByText('The server does not answer').waitFor({ state: 'detached' })
  const { lastSeq } = await scene.ended('steady', 'test', 1)
  await page.getByText('Succeeded').first().waitFor()
  await page.getByText(`${lastSeq.toLocaleString('en')} lines`).waitFor()
  // What is said of its end takes a part of the window; who follows stands at the last line all the same.
  await page.waitForFunction(() => {
    const box = document.querySelector('.log-box')
    return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 2
  })
  const shown = await readAll(page)
  assert.deepEqual(
    [...shown.keys()].sort((a, b) => a - b),
    Array.from({ length: lastSeq }, (_, at) => at + 1),
  )
  const counted = [...shown.values()].filter(text => text.startsWith('line '))
  assert.deepEqual(
    counted,
    Array.from({ length: 500 }, (_, at) => `line ${at + 1}`),
  )
  const newer = page.getByRole('status').getByText('There is a newer version of this page.')
  await newer.waitFor()
  await page.unroute(upgraded)
  await page.getByRole('button', { name: 'Reload' }).click()
  await newer.waitFor({ state: 'detached' })
  await context.close()
})

test('whoever scrolls up in a log that grows fast stays there, and follows it again from its end', async () => {
  await deployed(
    'fast',
    // The other apps follow the same branch, and must not write for ever.
    "let n = 0\nconst write = () => {\n  for (let i = 0; i < 4; i++) console.log('line ' + ++n)\n}\nif (process.env.TRELLIS_APP === 'fast') setInterval(write, 100)\n",
  )
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/apps/fast/test/1')
  await page
    .getByText(/^line \d{3}$/)
    .first()
    .waitFor()
  const box = page.getByRole('log')
  const follow = page.getByRole('button', { name: 'Follow' })
  await box.hover()
  await page.mouse.wheel(0, -300)
  await follow.waitFor()
  const { top, height } = await box.evaluate(one => ({ top: one.scrollTop, height: one.scrollHeight }))
  await page.waitForFunction(most => (document.querySelector('.log-box')?.scrollHeight ?? 0) > most, height + 400)
  assert.ok(Math.abs((await box.evaluate(one => one.scrollTop)) - top) < 300, 'the lines that came took them along')
  assert.ok(await follow.isVisible())
  await box.press('End')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await box.press('PageUp')
  await follow.waitFor()
  await scene.server.client.call('cancel', { params: { app: 'fast', environment: 'test' }, query: {} })
  await scene.ended('fast', 'test', 1)
  await context.close()
})

test('a line is found, linked to, and taken along', async () => {
  await deployed(
    'long',
    "for (let i = 1; i <= 30_000; i++) console.log(i === 12_345 ? 'the Needle in it' : 'hay ' + i)\n",
  )
  await scene.ended('long', 'test', 1)
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/apps/long/test/1')
  await page.getByText('hay 30000', { exact: true }).waitFor()
  const box = page.getByRole('searchbox', { name: 'Search the log' })
  const said = (words: string) => page.locator('.log-said', { hasText: words }).waitFor()
  await box.fill('hay 3000')
  await page.keyboard.press('Enter')
  await said('1 of 2')
  await page.keyboard.press('Shift+Enter')
  await said('2 of 2')
  await page.locator('.log-marked', { hasText: 'hay 30000' }).waitFor()
  await page.keyboard.press('Enter')
  await said('1 of 2')
  await box.fill('hay')
  await page.keyboard.press('Enter')
  await said('1 of 5,000+')
  await box.fill('no such words')
  await page.keyboard.press('Enter')
  await said('Not found')
  await box.fill('needle')
  await page.locator('.log-said', { hasText: 'Not found' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  const found = page.getByText('the Needle in it')
  await found.waitFor()
  await said('1 of 1')
  await page.getByRole('button', { name: /^succeeded deploy/ }).click()
  await page.locator('.log-marked', { hasText: 'deploy' }).waitFor()
  await page.getByRole('button', { name: 'Next match' }).click()
  await found.waitFor()
  const row = page.locator('.log-row', { has: found })
  // The address of a hit leads others to it, too.
  await page.waitForURL(/q=needle.*#L\d+$/)
  const linked = page.url()
  await page.goto('/')
  await page.goto(linked)
  await found.waitFor()
  await said('1 of 1')
  await until('the linked line to be marked', () => row.evaluate(element => element.classList.contains('log-marked')))
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Raw' }).click()
  const file = await download
  assert.equal(file.suggestedFilename(), 'long-test-1.log')
  const text = Buffer.concat(await (await file.createReadStream()).toArray()).toString()
  assert.equal(text.split('\n').filter(line => line.startsWith('hay ')).length, 29_999)
  await context.close()
})

test('a failed log of a million lines opens at the line of the cause, and leads back to it, however late it comes', async () => {
  const [last, cause] = [1_000_000, 412_345]
  await deployed('huge', 'console.log(1)\n')
  const deployment = await scene.ended('huge', 'test', 1)
  const failure = { code: 'deploy_failed', phase: 'deploy', message: 'It broke.', hint: 'Mend it.', line: cause }
  const at = new Date().toISOString()
  const { page, context } = await signIn(browser, scene.server)
  const question = '**/api/v1/apps/huge/environments/test/deployments/1'
  await page.route(question, route =>
    route.fulfill({ json: { ...deployment, state: 'failed', failure, lastSeq: last } }),
  )
  const open = Promise.withResolvers<void>()
  await page.route(`${question}/log?*`, async route => {
    await open.promise
    const query = new URL(route.request().url()).searchParams
    const [from, limit] = [Number(query.get('from')), Number(query.get('limit'))]
    const lines = Array.from({ length: Math.min(limit, last - from + 1) }, (_, index) => {
      const seq = from + index
      // Higher than they are taken for before they came, on a narrow screen.
      return { seq, at, phase: 'deploy', stream: 'out', text: `line ${seq}.${' and more'.repeat(seq % 20)}` }
    })
    await route.fulfill({ json: { lines, next: from + lines.length } })
  })
  const inSight = (seq: number) =>
    page.waitForFunction(wanted => {
      const [row, box] = [`[data-seq="${wanted}"]`, '.log-box'].map(one => document.querySelector(one))
      const [inner, outer] = [row?.getBoundingClientRect(), box?.getBoundingClientRect()]
      if (!inner || !outer || !row?.textContent?.includes(`line ${wanted}.`)) return false
      return inner.top >= Math.max(56, outer.top) && inner.bottom <= Math.min(innerHeight, outer.bottom)
    }, seq)
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto('/apps/huge/test/1')
  await page.locator(`[data-seq="${cause}"]`).waitFor({ state: 'attached' })
  open.resolve()
  await page.getByText(`line ${cause}.`).waitFor()
  const box = page.getByRole('log')
  assert.ok(await box.evaluate(one => one.scrollWidth <= one.clientWidth), 'lines are wrapped on a phone')
  await page.getByRole('button', { name: 'To the end' }).click()
  await page.getByText(`line ${last}.`).waitFor()
  await page.getByRole('button', { name: `Go to line ${cause}` }).click()
  await inSight(cause)
  await page.goto('about:blank')
  await page.goto('/apps/huge/test/1#L7')
  await inSight(7)
  await context.close()
})
