/** All control characters but the tab, and what turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unseen = /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text of elsewhere with all that is in it: a line could say one thing and mean another. */
export const visible = (text: string): string => text.replaceAll(unseen, pictureOf)

/** The same of a text of several lines, which stay so. */
export const visibleLines = (text: string): string => text.replaceAll(/[^\n]+/g, visible)

/** What stands for a character that is not seen by itself. */
function pictureOf(found: string): string {
  const code = found.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
