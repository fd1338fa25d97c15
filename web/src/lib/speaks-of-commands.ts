/**
 * What is typed on a command line, in backticks. What starts, examines or opens Trellis has no button here: that stays.
 */
export const commandLine = /`(?:npx )?trellis (?!up\b|doctor\b|dashboard\b|login\b)[^`]*`|`--[^`]*`/

export const speaksOfCommands = (hint: string): boolean => commandLine.test(hint)

/** Anything of a command line, also what has no button: another word may fit better in a browser. */
const terminal = /`(?:npx )?trellis |`--|\bTRELLIS_/

export const isForTerminals = (hint: string): boolean => terminal.test(hint)
