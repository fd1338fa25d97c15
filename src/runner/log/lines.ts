/** The longest text of one line on the wire; a longer one goes on in the next. */
export const longestLine = 16_384

/** Cuts a text that comes in pieces into lines. A carriage return ends a line too: that is how progress is painted over. */
export class LineSplitter {
  #rest = ''

  write(text: string): string[] {
    const all = (this.#rest + text).split('\n')
    this.#rest = all.pop() as string
    const lines = all.flatMap(wholeLine)
    while (this.#rest.length > longestLine) {
      lines.push(this.#rest.slice(0, longestLine))
      this.#rest = this.#rest.slice(longestLine)
    }
    return lines
  }

  end(): string[] {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? [] : wholeLine(rest)
  }
}

function wholeLine(line: string): string[] {
  if (line.length <= longestLine && !line.includes('\r')) return [line]
  const painted = line.split(/\r+/).filter((part, at, all) => part !== '' || (at === 0 && all.length === 1))
  return (painted.length > 0 ? painted : ['']).flatMap(inPieces)
}

function inPieces(line: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at === 0 || at < line.length; at += longestLine) pieces.push(line.slice(at, at + longestLine))
  return pieces
}
