import { stripVTControlCharacters } from 'node:util'

/** Whether a line of a log holds `query`: its colours do not count, and case only if `query` has capitals. */
export function finder(query: string): (text: string) => boolean {
  const exact = query !== query.toLowerCase()
  return text => {
    const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text
    return (exact ? plain : plain.toLowerCase()).includes(query)
  }
}

/** The colours of a log, as JSON writes them. */
const colours = /\\u001b\[[\d;]*m/g

/**
 * A quick look whether lines that are written as JSON may hold `query`, so that most need not be parsed. Wrong only in
 * that it may say yes: escape sequences that are no colours can stand within the text.
 */
export function mayStandIn(query: string): (json: string) => boolean {
  const exact = query !== query.toLowerCase()
  const wanted = JSON.stringify(query).slice(1, -1)
  return json => {
    const plain = json.includes('\\u001b') ? json.replaceAll(colours, '') : json
    return plain.includes('\\u001b') || (exact ? plain : plain.toLowerCase()).includes(wanted)
  }
}
