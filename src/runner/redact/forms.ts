/** Shorter pieces of a secret (a line, an encoded remnant) would blank out ordinary words. */
const shortestPiece = 6
/** A whole secret is hidden even when it is shorter than that, but not when it is only a letter or two. */
const shortestSecret = 4

/** Every way in which a secret is likely to appear in a log, longest first. */
export function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.length >= shortestSecret) forms.add(secret)
    const trimmed = secret.trim()
    if (trimmed.length >= shortestSecret) forms.add(trimmed)
    for (const piece of [secret, trimmed, ...lines(secret)]) {
      if (piece.length < shortestPiece) continue
      forms.add(piece)
      for (const form of encodings(piece)) if (form.length >= shortestPiece) forms.add(form)
    }
  }
  return [...forms].sort((a, b) => b.length - a.length)
}

const lines = (text: string): string[] => (/[\r\n]/.test(text) ? text.split(/[\r\n]+/).map(line => line.trim()) : [])

function* encodings(text: string): Generator<string> {
  const bytes = Buffer.from(text)
  yield* base64Forms(bytes)
  yield* urlForms(text)
  const json = JSON.stringify(text).slice(1, -1)
  yield json
  yield JSON.stringify(json).slice(1, -1)
  yield asciiOnly(json)
  yield text.replaceAll("'", "'\\''")
  if (text.includes('\n')) {
    yield text.replaceAll('\r\n', '\n')
    yield text.replaceAll(/\r?\n/g, '\r\n')
  }
  const hex = bytes.toString('hex')
  yield hex
  yield hex.toUpperCase()
}

/** Base64 groups three bytes: the same secret looks different at each of the three offsets. Only what it alone decides is used. */
function* base64Forms(bytes: Buffer): Generator<string> {
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const own = encoded.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6))
    yield own
    yield own.replaceAll('+', '-').replaceAll('/', '_')
  }
  // The command `base64` breaks its output after 76 characters, mail programs after 64.
  const whole = bytes.toString('base64')
  for (const width of [76, 64]) {
    if (whole.length <= width) continue
    for (let at = 0; at < whole.length; at += width) yield whole.slice(at, at + width).replace(/=+$/, '')
  }
}

function* urlForms(text: string): Generator<string> {
  const plain = text.toWellFormed()
  const component = encodeURIComponent(plain)
  const strict = component.replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams([['', plain]]).toString().slice(1)
  for (const encoded of [component, strict, form, encodeURI(plain)]) {
    yield encoded
    yield encoded.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())
  }
}

const asciiOnly = (json: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is meant
  json.replace(/[^\x00-\x7f]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
