import type { Command } from 'commander'
import { ApiError } from '../../client/api-error.ts'
import { createClient } from '../../client/client.ts'
import { webAddress } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { forgetLogin, loginOf, sameAddress } from './kept-logins.ts'

export const logout = (shell: Shell): Command =>
  leaf('logout', 'Sign this command line out', { examples: ['trellis logout'] })
    .argument('[url]', 'Of the server (default: the one that other commands ask)', webAddress)
    .action(async (given: string | undefined) => {
      const url = sameAddress(given ?? shell.connection.url)
      const kept = loginOf(shell.home, url)
      if (!kept) {
        shell.show({ url, signedOut: false }, `This command line is not signed in to ${url} by \`trellis login\`.`)
        return
      }
      // Forgotten first: whatever the server says, nothing stays here.
      forgetLogin(shell.home, url)
      const problem = await createClient({ url, token: kept.token })
        .call('endSession')
        .then(() => null)
        .catch((error: unknown) => {
          if (error instanceof ApiError) return error
          throw error
        })
      // Already over there is as good.
      if (problem && problem.code !== 'not_signed_in') {
        shell.terminal.note(`${problem.message} The session ends there by itself on ${kept.expiresAt.slice(0, 10)}.`)
      }
      shell.show({ url, signedOut: true }, `Signed out of ${url}.`)
    })
