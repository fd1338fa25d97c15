import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visible, visibleLines } from './visible.ts'

test('what would not be seen in words of elsewhere is seen, and nothing else is changed', () => {
  assert.equal(visible('Fix \u202etxt.exe\u0007 in\u200fcart\u2066'), 'Fix ⟨U+202E⟩txt.exe␇ in⟨U+200F⟩cart⟨U+2066⟩')
  assert.equal(visible('esc \u001b[31m del \u007f c1 \u0085'), 'esc ␛[31m del ␡ c1 ⟨U+0085⟩')
  for (const plain of ['Größe – 価格 🎉', 'שלום עולם', 'a\tb']) assert.equal(visible(plain), plain)
})

test('a text of several lines keeps its lines', () => {
  assert.equal(visibleLines('one\u202e\ntwo\r\n'), 'one⟨U+202E⟩\ntwo␍\n')
})
