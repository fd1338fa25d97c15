import type { Command, CommanderError } from 'commander'
import type { ErrorBody } from '../contract/error.ts'
import { alikeOf, meant } from './meant.ts'

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly body: ErrorBody['error']

  constructor(command: Command, cause: CommanderError) {
    super(cause.message, { cause })
    // Help was printed already, since a noun alone says nothing of what to do.
    const message =
      cause.code === 'commander.help' ? missing(command) : (lacking(command, cause) ?? sentence(cause.message))
    this.body = { code: 'usage', message, hint: hint(command, cause) }
  }
}

const missing = (command: Command): string =>
  `Say what to do: ${command.commands.map(one => `${pathOf(command)} ${one.name()}`).join(', ')}.`

/** All that is missing, where that is more than the one thing that Commander names. */
function lacking(command: Command, { code }: CommanderError): string | undefined {
  if (code !== 'commander.missingMandatoryOptionValue' && code !== 'commander.missingArgument') return undefined
  const words = command.registeredArguments.slice(command.args.length).filter(one => one.required)
  const options = command.options.filter(
    one => one.mandatory && command.getOptionValue(one.attributeName()) === undefined,
  )
  const all = [...words.map(one => `<${one.name()}>`), ...options.map(one => one.flags)]
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)} are missing.` : undefined
}

/** Commander says `error: unknown command 'stauts'`, and its suggestion on a second line. */
function sentence(message: string): string {
  const first = message.replace(/^error: /, '').split('\n')[0] ?? ''
  const text = first.charAt(0).toUpperCase() + first.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function hint(command: Command, cause: CommanderError): string {
  const help = `\`${pathOf(command)} --help\` shows how it is used.`
  const suggestion = /\(Did you mean (.+)\?\)/s.exec(cause.message)?.[1]
  const unknown = /^error: unknown command '(.+)'/.exec(cause.message)?.[1]
  const better = (unknown && betterThan(unknown, command)) || suggestion
  return better ? `Did you mean ${better}? ${help}` : help
}

const betterThan = (word: string, command: Command): string | undefined =>
  command.parent
    ? alikeOf(
        word,
        command.commands.map(one => one.name()),
      )
    : meant(word)

export const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
