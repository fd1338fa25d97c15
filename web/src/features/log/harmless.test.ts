import assert from 'node:assert/strict'
import { test } from 'node:test'
import { harmless } from './harmless.ts'

const esc = '\u001b'
const [bell, terminator] = ['\u0007', `${esc}\\`]

test('a link in a log keeps its text, whichever way its sequences end, and loses where it leads', () => {
  for (const end of [bell, terminator]) {
    const link = (url: string) => `B see ${esc}]8;;${url}${end}the docs${esc}]8;;${end} for more`
    for (const url of ['https://example.com/docs', 'javascript:alert(1)', 'x"><script>alert(1)</script>'])
      assert.equal(harmless(link(url)), 'B see the docs for more')
  }
  const many = `${esc}]8;id=1;https://a.example${bell}one${esc}]8;;${bell}, ${esc}]8;;https://b.example${bell}two${esc}]8;;${bell}`
  assert.equal(harmless(many), 'one, two')
})

test('titles and moves of the cursor go, colours stay', () => {
  assert.equal(harmless(`${esc}]0;title${bell}a${esc}[2J${esc}[999;1Hb`), 'ab')
  const coloured = `${esc}[1;31mred${esc}[0m`
  assert.equal(harmless(coloured), coloured)
  assert.equal(harmless(`${esc}[31m${esc}]8;;https://a.example${bell}red${esc}]8;;${bell}`), `${esc}[31mred`)
})

test('of a sequence that does not end, nothing of the line is lost', () => {
  assert.equal(harmless(`a${esc}]8;;https://a.example the text`), 'a␛]8;;https://a.example the text')
  assert.equal(harmless(`a${esc}]0;title and more${esc}[31mred`), `a␛]0;title and more${esc}[31mred`)
  for (const rest of ['', 'x', '[', '[3', ']'])
    assert.equal(harmless(`text${esc}${rest}`).replace('␛', ''), `text${rest}`)
  assert.equal(
    harmless('bell \u0007 back\u0008space\tgap \u202Egnp.exe \u009d0;x'),
    'bell ␇ back␈space\tgap ⟨U+202E⟩gnp.exe ⟨U+009D⟩0;x',
  )
})

test('a megabyte of what begins and never ends takes no time', () => {
  const started = performance.now()
  for (const hostile of [`${esc}]8;;`, `${esc}[1;`, esc, `${esc}P`]) {
    const line = harmless(`${hostile.repeat(Math.ceil(1_000_000 / hostile.length))}ü end`)
    assert.ok(line.endsWith('ü end'))
  }
  assert.ok(performance.now() - started < 5_000, `${performance.now() - started} ms`)
})
