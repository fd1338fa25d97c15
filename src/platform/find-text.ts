import { stripVTControlCharacters } from 'node:util'

/** Whether a line of a log holds `query`: its colours do not count, and case only if `query` has capitals. */
export function finder(query: string): (text: string) => boolean {
  const exact = query !== query.toLowerCase()
  return text => {
    const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text
    return (exact ? plain : plain.toLowerCase()).includes(query)
  }
}
