/** Documents compared number by number. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, verdictOf } from '../../../main/report/checks/compare.ts'

test('a document equals itself after JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(compare(JSON.parse(JSON.stringify(value)), value).differences).toEqual([])
    }),
  )
})

test('the last digit counts, and what differs is named with its place', () => {
  const result = compare({ a: [{ f1: 0.1 }], b: 1 }, { a: [{ f1: 0.1 + 1e-19 }], b: 1 })
  expect(verdictOf(result)).toEqual({ ok: true, detail: '2 values' })
  const wrong = verdictOf(
    compare({ a: [{ f1: 0.1 }], b: 1, c: 3 }, { a: [{ f1: 0.10000000000000002 }], b: 1 }),
  )
  expect(wrong.ok).toBe(false)
  expect(wrong.detail).toBe('a.0.f1 is 0.1, computed now 0.10000000000000002; c is 3, computed now missing')
})
