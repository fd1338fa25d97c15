import { stripVTControlCharacters } from 'node:util'

let segmenter: Intl.Segmenter | undefined
/** Made when one is needed: it takes longer than most commands. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter()
  return segmenter.segment(text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
const control = /[\u0000-\u001f\u007f-\u009f]/g
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** Text of elsewhere on one line: a commit's title must not move the cursor of whoever reads it. */
export const plain = (text: string): string => stripVTControlCharacters(text).replaceAll(control, ' ').trimEnd()

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  const bare = stripVTControlCharacters(text)
  // Nearly every text there is.
  if (/^[\u0020-\u024f\u2010-\u25ff]*$/.test(bare)) return bare.length
  let width = 0
  for (const { segment } of segmentsOf(bare)) width += wide.test(segment) ? 2 : 1
  return width
}

/** Cuts plain text, which carries no colours yet. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  let used = 1
  for (const { segment } of segmentsOf(text)) {
    used += widthOf(segment)
    if (used > width) break
    cut += segment
  }
  return `${cut.trimEnd()}…`
}

export const pad = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'left' ? text + space : space + text
}

/** Plain text in lines that fit, each after its indent. Words longer than a line, such as addresses, stay whole. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of plain(paragraph).split(' ')) {
      const longer = line ? `${line} ${word}` : word
      if (line && widthOf(indent) + widthOf(longer) > width) {
        lines.push(indent + line)
        line = word
      } else line = longer
    }
    lines.push(indent + line)
  }
  return lines
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
