import { Command } from 'commander'

export interface HelpTexts {
  examples: readonly string[]
  /** What a short sentence cannot say. */
  more?: string
  /** Lines that are laid out already. */
  forms?: string
}

/** A command that does something. Examples belong to it: they say more than its options. */
export function leaf(name: string, summary: string, { examples, more, forms }: HelpTexts): Command {
  const lines = ['', ...(forms ? [forms, ''] : []), 'Examples:', ...examples.map(example => `  ${example}`)]
  return new Command(name)
    .summary(summary)
    .description(more ? `${summary}.\n\n${more}` : `${summary}.`)
    .addHelpText('after', lines.join('\n'))
}

/** A noun, with what can be done to it. */
export function group(name: string, description: string, commands: readonly Command[]): Command {
  const command = new Command(name).description(description).helpCommand(false)
  for (const one of commands) command.addCommand(one)
  return command
}
