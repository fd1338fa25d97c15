import { ApiError } from '../client/api-error.ts'
import type { ErrorBody } from '../contract/error.ts'
import { isLoopback, loggedIn } from './connection.ts'
import { exitCodeOf } from './exit-code.ts'
import { keptLogins } from './login/kept-logins.ts'
import type { Shell } from './shell.ts'

export interface Problem {
  error: ErrorBody['error']
  exitCode: number
}

/** What to tell of whatever went wrong. */
export function problemOf(error: unknown, shell: Shell): Problem {
  const known = asKnown(error)
  if (!known) return unforeseen(error)
  const hint = signInHint(known.code, shell) ?? awayHint(known, shell) ?? known.hint
  return {
    error: {
      ...{ code: known.code, message: known.message },
      ...(hint ? { hint } : {}),
      ...(known.fields?.length ? { fields: known.fields } : {}),
    },
    exitCode: exitCodeOf(known),
  }
}

interface Known {
  code: string
  message: string
  hint?: string | undefined
  status?: number
  kind?: string
  fields?: ErrorBody['error']['fields']
}

/** ApiError, CliError, and the core's errors when a server runs in this process. */
function asKnown(error: unknown): Known | null {
  if (!(error instanceof Error)) return null
  const { code, hint, kind } = error as { code?: unknown; hint?: unknown; kind?: unknown }
  if (typeof code !== 'string') return null
  const known: Known = { code, message: error.message, hint: typeof hint === 'string' ? hint : undefined }
  if (error instanceof ApiError) return { ...known, status: error.status, fields: error.fields }
  return typeof kind === 'string' ? { ...known, kind } : null
}

/** The server cannot know why nobody showed it a token. */
function signInHint(code: string, shell: Shell): string | null {
  if (code !== 'not_signed_in') return null
  const { url, token, tokenFrom } = shell.connection
  if (tokenFrom === loggedIn) {
    const again = 'That login is over: run `trellis login` again.'
    if (isLoopback(url)) return again
    return `${again} Where no browser is signed in any more, \`trellis install --link\` lets in whoever has the credentials of the AWS account that it is installed in.`
  }
  if (token && tokenFrom === 'TRELLIS_TOKEN')
    return 'The token of TRELLIS_TOKEN has ended, was revoked, or is of another server. `trellis token list` shows those there are.'
  if (token) return `The token of ${tokenFrom} is not the one of this server. Is it another server's home?`
  if (tokenFrom === 'TRELLIS_TOKEN') return 'Run `trellis login`, or set TRELLIS_TOKEN to a token of this server.'
  return `There is no token in ${tokenFrom}. Name the home of the server with --home, set TRELLIS_TOKEN, or run \`trellis login\`.`
}

/** Nor can a server that is away say why it was looked for there. */
function awayHint({ code, message }: Known, shell: Shell): string | null {
  if (code !== 'server_unreachable') return null
  const { url, urlFrom } = shell.connection
  if (!message.includes(url)) return 'Is that its address, and does it run there?'
  if (urlFrom === loggedIn)
    return 'It is the server that you logged in to. `trellis use` lists others; `trellis logout` forgets it.'
  if (urlFrom === 'TRELLIS_URL') return 'TRELLIS_URL names this address: correct it, or start `trellis up` there.'
  const other = 'or name the address of another one with TRELLIS_URL.'
  if (urlFrom) return `A server of ${shell.home} answered there last. Start it again with \`trellis up\`, ${other}`
  if (keptLogins(shell.home).length > 0) {
    return 'It is the usual address, since none is chosen. This command line is signed in to others: `trellis use` lists them.'
  }
  return `It is the usual address, since no server of ${shell.home} runs. Start one with \`trellis up\`, ${other}`
}

function unforeseen(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error)
  return {
    error: {
      code: 'internal',
      message: `Something went wrong inside Trellis: ${message}`,
      hint: 'This is a mistake in Trellis. TRELLIS_DEBUG=1 shows where it happened.',
    },
    exitCode: exitCodeOf({ kind: 'internal' }),
  }
}
