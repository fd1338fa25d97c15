import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { ApiError } from '../../client/api-error.ts'
import { type Client, createClient } from '../../client/client.ts'
import type { LoginDone, LoginStarted } from '../../contract/login.ts'
import { CliError } from '../cli-error.ts'
import { isLoopback } from '../connection.ts'
import { webAddress } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import { Interrupted, type Shell } from '../shell.ts'
import { symbols } from '../view/symbols.ts'
import { keepLogin, sameAddress } from './kept-logins.ts'

export const login = (shell: Shell): Command =>
  leaf('login', 'Sign this command line in', {
    examples: ['trellis login https://trellis.example.org', 'trellis login'],
    more: 'It shows a code that somebody who is signed in in a browser approves. What is kept of it, readable by you alone, is good for 30 days on this server, which is the one meant from then on (TRELLIS_URL names another).',
  })
    .argument('[url]', 'Of the server (default: the one that other commands would ask)', webAddress)
    .action(async (given: string | undefined) => {
      // From the first line on: whoever reads a code that is not meant for them ends it.
      using stop = shell.interruptible()
      const url = sameAddress(given ?? shell.connection.url)
      const { terminal } = shell
      const { paint } = terminal.sideLook
      if (url.startsWith('http:') && !isLoopback(url)) {
        terminal.note(`${paint('yellow', symbols.warning)} ${url} is not encrypted: others on the way can read along.`)
      }
      try {
        const client = createClient({ url })
        const { signal } = stop
        const started = await client.call('requestLogin', { body: { machine: hostname() }, signal })
        terminal.note([
          `Open ${paint(['cyan', 'underline'], started.verificationUri)} and type ${paint('bold', started.userCode)}`,
          paint('dim', `  or open ${started.verificationUriComplete}. Waiting; Ctrl-C ends it.`),
        ])
        const { token, actor, expiresAt } = await approval(client, started, signal)
        keepLogin(shell.home, { url, token, login: actor.name, expiresAt })
        const done = `${terminal.look.paint('green', symbols.good)} Signed in to ${url} as ${actor.name}.`
        shell.show({ url, login: actor.name, expiresAt }, done)
      } catch (error) {
        if (error instanceof Interrupted) terminal.note('Not signed in.')
        throw error
      }
    })

/** Waits until it is approved. @throws CliError when it is turned away or too late */
async function approval(client: Client, started: LoginStarted, signal: AbortSignal): Promise<LoginDone> {
  let interval = started.interval
  for (;;) {
    await pause(interval * 1_000, undefined, { signal }).catch(error => {
      throw signal.aborted ? signal.reason : error
    })
    try {
      return await client.call('pollLogin', { body: { deviceCode: started.deviceCode }, signal })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'slow_down') interval += 5
      else if (error.code === 'access_denied' || error.code === 'expired_token') {
        throw new CliError('not_signed_in', 'unauthenticated', error.message, error.hint, error)
      } else if (error.code !== 'authorization_pending' && error.status !== 0) throw error
    }
  }
}
