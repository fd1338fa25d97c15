import { type Command, InvalidArgumentError } from 'commander'
import { TokenAction } from '../../contract/access.ts'
import type { ApiToken, CreateToken } from '../../contract/token.ts'
import { commaList } from '../input/amounts.ts'
import { leaf } from '../leaf.ts'
import type { Shell } from '../shell.ts'
import { table } from '../view/table.ts'

interface Options {
  app?: string
  environments?: string[]
  actions?: TokenAction[]
  expires: number | 'never'
}

export const createToken = (shell: Shell): Command =>
  leaf('create', 'Make a token for a machine; it is shown once', {
    examples: [
      'trellis token create ci --app shop --environments staging --actions deploy,read',
      'trellis token create nightly --expires 365d',
    ],
    more: 'It may never do more than you may at the time, and ends with you. Show it as `Authorization: Bearer …`, or set TRELLIS_TOKEN.',
  })
    .argument('<name>')
    .option('--app <app>', 'For this app alone')
    .option('--environments <environments>', 'For these environments alone', commaList)
    .option('--actions <actions>', `Some of ${TokenAction.options.join(', ')} (default: the first five)`, actions)
    .option('--expires <time>', 'When it ends: 90d, or never', expiry, 90)
    .action(async (name: string, { app, environments, actions, expires }: Options) => {
      const body: CreateToken = {
        name,
        expiresInDays: expires === 'never' ? null : expires,
        ...(app ? { app } : {}),
        ...(environments ? { environments } : {}),
        ...(actions ? { actions } : {}),
      }
      const made = await shell.client.call('createToken', { body })
      const { paint } = shell.terminal.look
      shell.show(made, [
        made.token,
        '',
        paint('dim', `  ${scopeOf(made)}. Keep it where your CI keeps secrets: it is not shown again.`),
      ])
    })

export const listTokens = (shell: Shell): Command =>
  leaf('list', 'List the tokens', { examples: ['trellis token list'] }).action(async () => {
    const tokens = await shell.client.call('listTokens')
    const { look } = shell.terminal
    const lines = table<ApiToken>(
      [
        { title: 'NAME', text: one => one.name, draw: text => look.paint('bold', text), least: 8 },
        { title: 'FOR', text: scopeOf, least: 16 },
        { title: 'MADE BY', text: one => one.maker, dispensable: 1 },
        {
          title: 'ENDS',
          text: one => (one.expired ? 'ended' : (one.expiresAt?.slice(0, 10) ?? 'never')),
          draw: (text, one) => (one.expired ? look.paint('yellow', text) : text),
        },
        { title: 'LAST USED', text: one => one.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never' },
      ],
      tokens,
      look,
    )
    shell.show(tokens, tokens.length > 0 ? lines : [await noTokens(shell)])
  })

/** Of whom there are none: others may have some. */
async function noTokens(shell: Shell): Promise<string> {
  const { actor, refused } = await shell.client.call('showSession')
  if (refused.administer === undefined) return 'No tokens. Make one: trellis token create ci --app APP'
  return actor.kind === 'token'
    ? `None that may be shown to the token ${actor.name}: people see those that they made, admins all. Sign in: trellis login`
    : 'No tokens of yours; an admin sees those of all. Make one: trellis token create ci --app APP'
}

export const revokeToken = (shell: Shell): Command =>
  leaf('revoke', 'End a token at once', { examples: ['trellis token revoke ci'] })
    .argument('<name>')
    .action(async (name: string) => {
      await shell.client.call('revokeToken', { params: { name } })
      shell.show({ name, revoked: true }, `The token ${name} opens nothing any more.`)
    })

function scopeOf({ app, environments, actions }: ApiToken): string {
  const where = [app ?? 'every app', ...(environments ? [environments.join(', ')] : [])].join(': ')
  return `${actions.join(', ')} (${where})`
}

function actions(text: string): TokenAction[] {
  return commaList(text).map(word => {
    const action = TokenAction.safeParse(word)
    if (action.success) return action.data
    throw new InvalidArgumentError(`Give some of ${TokenAction.options.join(', ')}, with commas between them.`)
  })
}

/** No null for `never`: the parser of the command line takes that for no value. */
function expiry(text: string): number | 'never' {
  if (text === 'never') return text
  const days = Number(/^(\d{1,4})d?$/.exec(text)?.[1] ?? 0)
  if (days >= 1 && days <= 3_650) return days
  throw new InvalidArgumentError('Give a number of days, such as 90d, or never.')
}
