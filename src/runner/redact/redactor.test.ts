import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secretForms } from './forms.ts'
import { Redactor } from './redactor.ts'

const through = (redactor: Redactor, chunks: readonly string[]): string => {
  const stream = redactor.stream()
  return chunks.map(chunk => stream.write(chunk)).join('') + stream.end()
}
// Few letters, so that secrets overlap, contain each other and begin where others end.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\n', '"', '/'), minLength: 4, maxLength: 12 })
const piece = (secrets: string[]): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...secrets), fc.constantFrom(...secretForms(secrets), 'x'), fc.string({ maxLength: 5 }))
const scene = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .chain(secrets => fc.tuple(fc.constant(secrets), fc.array(piece(secrets), { maxLength: 12 })))

test('any chunking gives the same result', () => {
  fc.assert(
    fc.property(scene, fc.array(fc.nat(200), { maxLength: 20 }), ([secrets, pieces], cuts) => {
      const text = pieces.join('')
      const places = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((a, b) => a - b)
      const chunks = [0, ...places].map((from, i) => text.slice(from, places[i]))
      const redactor = new Redactor(secrets)
      assert.equal(through(redactor, chunks), redactor.text(text))
      assert.equal(through(redactor, [...text]), redactor.text(text))
    }),
    { numRuns: 400 },
  )
})

test('no form of a secret survives', () => {
  fc.assert(
    fc.property(scene, ([secrets, pieces]) => {
      const shown = new Redactor(secrets).text(pieces.join(''))
      for (const form of secretForms(secrets)) assert.ok(!shown.includes(form), JSON.stringify({ form, shown }))
    }),
    { numRuns: 400 },
  )
})

test('what is no secret stays as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('x', 'y', ' ', '\n') })), chunks => {
      assert.equal(through(new Redactor(['abcdef', 'zzzz']), chunks), chunks.join(''))
    }),
  )
})

const secret = 'p4ss/w0rd+ÿ "quoted" & more'
const shapes: Record<string, string> = {
  plain: secret,
  json: JSON.stringify({ secret }),
  url: `https://x/?q=${encodeURIComponent(secret)}`,
  form: new URLSearchParams({ secret }).toString(),
  hex: Buffer.from(secret).toString('hex'),
  ...Object.fromEntries(
    ['', 'u', 'us'].map(before => [
      `base64 after ${before.length}`,
      Buffer.from(`${before}${secret}:tail`).toString('base64'),
    ]),
  ),
  base64url: Buffer.from(`key=${secret}`).toString('base64url'),
}
for (const [name, text] of Object.entries(shapes)) {
  test(`is hidden as ${name}`, () => {
    const shown = new Redactor([secret]).text(text)
    assert.ok(shown.includes('***'), shown)
    const left = [...secretForms([secret])].filter(form => shown.includes(form))
    assert.deepEqual(left, [])
  })
}

test('each line of a key is hidden, also when the rest never comes', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n'
  const stream = new Redactor([key]).stream()
  assert.equal(stream.write('-----BEGIN KEY-----\nMIIEvQIBADANBg\n') + stream.release(), '***\n***\n')
  assert.equal(stream.write('kqhkiG9w0BAQEF\ndone\n') + stream.end(), '***\ndone\n')
})
