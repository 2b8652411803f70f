/** Templates escape whatever is put into them. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import domino from 'domino'
import { escape, html, trusted } from '../../../main/report/html.ts'
import { visible } from '../../../preload/figures/visible.ts'
import type { Piece } from '../../../main/report/html.ts'

test('data cannot leave text or a quoted attribute', () => {
  const hostile = fc.stringMatching(/^[<>"'&=a-z/!\-\s]{0,40}$/)
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (text) => {
      const page = domino.createDocument(html`<p id="x" title="${text}">${text}</p>`.text)
      const p = page.getElementById('x')!
      expect(page.querySelectorAll('body *').length).toBe(1)
      expect(p.attributes.length).toBe(2)
      expect(p.getAttribute('title')).toBe(visible(text))
      expect(p.textContent).toBe(visible(text))
    }),
  )
})

test('templates nest, lists join, nothing vanishes but nothing', () => {
  const items = ['a', 'b & c'].map((name) => html`<i>${name}</i>`)
  const parts: Piece[] = [items, null, undefined, false, 0]
  expect(html`${parts}`.text).toBe('<i>a</i><i>b &amp; c</i>0')
  expect(html`${trusted('<svg></svg>')}`.text).toBe('<svg></svg>')
})

test('what cannot be seen is written out', () => {
  expect(escape('exe\u202Egpj.<')).toBe('exe⟨U+202E⟩gpj.&lt;')
  expect(visible('a\u0000b\u200Bc\u0085')).toBe('a⟨U+0000⟩b⟨U+200B⟩c⟨U+0085⟩')
  expect(visible('two\tcolumns\nand lines, ünïcode 文')).toBe('two\tcolumns\nand lines, ünïcode 文')
})
