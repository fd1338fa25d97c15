import ansiRegex from 'ansi-regex'
import { visible } from '../../lib/visible.ts'

const sequences = ansiRegex()
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const colours = /(\x1b\[[\d;]*m)/

/**
 * A line with its colours, as a terminal would show it: whatever else is meant for one goes, such as the marks around the text of a
 * link, the title of a window, or a move of the cursor. What begins such a sequence and does not end it is shown, and so is all after it.
 */
export const harmless = (text: string): string =>
  text
    .replaceAll(sequences, found => (colours.test(found) ? found : ''))
    .split(colours)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('')
