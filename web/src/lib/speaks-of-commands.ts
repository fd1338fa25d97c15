/**
 * What is typed on a command line, in backticks. What starts, examines or opens Trellis has no button here: that stays.
 */
export const commandLine = /`(?:npx )?trellis (?!up\b|doctor\b|dashboard\b|login\b)[^`]*`|`--[^`]*`/

export const speaksOfCommands = (hint: string): boolean => commandLine.test(hint)
