import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** The first is Debian's build without a screen: quicker to start, and it is all that is needed. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The system's browser, as a command. TRELLIS_CHROMIUM names another one. @throws when there is none */
export async function findChromium(): Promise<string> {
  const wanted = process.env.TRELLIS_CHROMIUM
  for (const name of wanted ? [wanted] : names) {
    const there = await run(name, ['--version']).then(
      () => true,
      () => false,
    )
    if (there) return name
  }
  throw new Error('There is no Chromium on this machine.')
}
