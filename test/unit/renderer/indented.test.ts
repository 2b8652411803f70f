/** Indenting a record changes white space and nothing else. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { indented } from '../../../renderer/src/components/editor/indented.ts'

test('looks as JSON.stringify makes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(indented(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

test('keeps what parsing would change', () => {
  const text = '{"a": 1.0, "a":12345678901234567890 ,"__proto__":[ -0, 1e400 ], "s":"\\u0041 {,}"}'
  expect(indented(text)).toBe(
    '{\n  "a": 1.0,\n  "a": 12345678901234567890,\n  "__proto__": [\n    -0,\n    1e400\n  ],\n  "s": "\\u0041 {,}"\n}',
  )
})

test('leaves what is no JSON, and what is nested beyond reason', () => {
  const deep = '['.repeat(5000) + ']'.repeat(5000)
  for (const text of ['a,b', '{"a":', '', deep]) expect(indented(text)).toBe(text)
})
