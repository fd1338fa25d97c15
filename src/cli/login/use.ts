import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { webAddress } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { table } from '../view/table.ts'
import { currentLogin, type KeptLogin, keptLogins, meanLogin, sameAddress } from './kept-logins.ts'

export const use = (shell: Shell): Command =>
  leaf('use', 'Choose the server that commands mean, or list those that you are signed in to', {
    examples: ['trellis use', 'trellis use https://trellis.example.org'],
    more: 'Without an address it lists them. TRELLIS_URL names another server for one command.',
  })
    .argument('[url]', 'Of a server that this command line is signed in to', webAddress)
    .action((given: string | undefined) => {
      const { home, terminal } = shell
      const { look } = terminal
      if (given !== undefined) {
        const url = sameAddress(given)
        if (!meanLogin(home, url)) throw notSignedIn(url)
        shell.show({ url }, `${look.paint('green', symbols.good)} Commands mean ${url} from now on.`)
        return
      }
      const current = currentLogin(home)
      const logins = keptLogins(home).map(({ token: _, ...one }) => ({ ...one, current: one.url === current }))
      const lines = table<Omit<KeptLogin, 'token'> & { current: boolean }>(
        [
          { title: '', text: one => (one.current ? '*' : '') },
          { title: 'SERVER', text: one => one.url, draw: text => look.paint('bold', text), least: 20 },
          { title: 'AS', text: one => one.login },
          { title: 'UNTIL', text: one => one.expiresAt.slice(0, 10), dispensable: 1 },
        ],
        logins,
        look,
      )
      const meant = current ? [] : ['', `  Commands mean ${shell.connection.url}.`]
      shell.show(logins, logins.length > 0 ? [...lines, ...meant] : 'This command line is signed in to no server.')
    })

const notSignedIn = (url: string) =>
  new CliError(
    'login_not_found',
    'not_found',
    `This command line is not signed in to ${url}.`,
    `\`trellis login ${url}\` signs it in; \`trellis use\` lists those that it is signed in to.`,
  )
