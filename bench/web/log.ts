import type { Page } from 'playwright-core'
import type { Scene } from '../../tests/support/pipeline/scene.ts'
import { until } from '../../tests/support/pipeline/until.ts'
import { figure, type Row, withGoal } from '../row.ts'

type Tell = (what: string) => void
const trellisYml = 'test: false\ndeploy: node write.mjs\nremove: node -e ""\n'
const manyLines = 1_000_000
const hour = 200 * 3_600

async function start(scene: Scene, app: string, script: string): Promise<void> {
  scene.repository.commit({ 'trellis.yml': trellisYml, 'write.mjs': script }, `Write the log of ${app}`)
  await scene.cli.json(['app', 'create', app, '--repo', scene.repository.path, '--environments', 'test'])
}

const at = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

/** Each line says when it was written; the page notes when it had painted it. */
export async function measureLiveLog(scene: Scene, page: Page, tell: Tell): Promise<Row[]> {
  tell('log: 500 lines a second, followed')
  await start(
    scene,
    'live',
    "let n = 0\nconst timer = setInterval(() => {\n  for (let i = 0; i < 5; i++) console.log('written ' + Date.now() + ' ' + ++n)\n  if (n >= 7_500) clearInterval(timer)\n}, 10)\n",
  )
  await page.goto('/apps/live/test/1')
  await page
    .getByText(/^written /)
    .first()
    .waitFor()
  await page.evaluate(() => {
    const seen = new Set<string>()
    const delays: number[] = []
    Object.assign(globalThis, { delays })
    const look = () => {
      const fresh: number[] = []
      for (const row of document.querySelectorAll('.log-text')) {
        const text = row.textContent ?? ''
        const [word, written] = text.split(' ')
        if (word !== 'written' || seen.has(text)) continue
        seen.add(text)
        fresh.push(Number(written))
      }
      // What stands in this frame is painted when the next task begins.
      setTimeout(() => delays.push(...fresh.map(written => Date.now() - written)))
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await scene.ended('live', 'test', 1)
  await page.getByText('Succeeded').first().waitFor()
  const all = await page.evaluate(() => (globalThis as unknown as { delays: number[] }).delays)
  // What stood there when the watch began was painted before.
  const delays = all.slice(100)
  tell(`log: ${delays.length} lines seen`)
  return [
    withGoal('log line written → painted, 500 lines/s: p50', at(delays, 0.5), 'ms', 120),
    withGoal('log line written → painted, 500 lines/s: p99', at(delays, 0.99), 'ms', 400),
    figure('lines of it that were painted while they were watched', delays.length, 'lines'),
  ]
}

/** A page that follows a log for as many lines as an hour at 200 a second brings, and more. */
export async function measureOpenLog(scene: Scene, page: Page, tell: Tell): Promise<Row[]> {
  tell(`log: ${manyLines.toLocaleString('en')} lines, followed`)
  const line = "'  checked order ' + n + ' of the long list of orders that a test goes through'"
  await start(
    scene,
    'many',
    `let n = 0\nfunction write() {\n  while (n < ${manyLines}) {\n    n++\n    if (!process.stdout.write(n === 700_000 ? 'the needle\\n' : ${line} + '\\n')) return process.stdout.once('drain', write)\n  }\n}\nwrite()\n`,
  )
  await page.goto('/apps/many/test/1')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  let most = 0
  const end = until(
    'the long log to end',
    async () => {
      const { metrics } = await session.send('Performance.getMetrics')
      most = Math.max(most, metrics.find(one => one.name === 'JSHeapUsedSize')?.value ?? 0)
      const { state } = await scene.show('many', 'test', 1)
      return state === 'succeeded' || state === 'failed'
    },
    900_000,
  )
  await end
  await page.getByText('Succeeded').first().waitFor({ timeout: 120_000 })
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const left = metrics.find(one => one.name === 'JSHeapUsedSize')?.value ?? 0
  await session.detach()
  return [
    withGoal(`memory of a page that followed ${hour.toLocaleString('en')} lines and more`, left / 2 ** 20, 'MB', 200),
    figure('the most that its heap held meanwhile', most / 2 ** 20, 'MB'),
  ]
}

/** Opening, jumping and searching in the finished log. */
export async function measureFinishedLog(page: Page, repeats: number, tell: Tell): Promise<Row[]> {
  tell('log: finished, opened, jumped in, searched')
  const [opened, jumped, found]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < repeats; round++) {
    await page.goto('/')
    await page.getByRole('heading', { name: 'Apps' }).waitFor()
    let begin = performance.now()
    await page.goto('/apps/many/test/1', { waitUntil: 'commit' })
    await page.getByText(/checked order 1000000 /).waitFor()
    opened.push(performance.now() - begin)
    begin = performance.now()
    await page.evaluate(() => {
      location.hash = '#L500000'
    })
    await page.locator('.log-row[data-seq="500000"] .log-text', { hasText: 'checked' }).waitFor()
    jumped.push(performance.now() - begin)
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('the needle')
    begin = performance.now()
    await page.keyboard.press('Enter')
    await page.getByText('the needle', { exact: true }).waitFor()
    found.push(performance.now() - begin)
  }
  const show = (values: number[]) => values.map(ms => ms.toFixed(0)).join(', ')
  tell(`opened ${show(opened)}; jumped ${show(jumped)}; found ${show(found)}`)
  return [
    withGoal('finished log of 1,000,000 lines: open at its end', at(opened, 0.5), 'ms', 1_000),
    withGoal('finished log of 1,000,000 lines: jump to the middle', at(jumped, 0.5), 'ms', 500),
    withGoal('finished log of 1,000,000 lines: search to the first hit', at(found, 0.5), 'ms', 1_000),
  ]
}
