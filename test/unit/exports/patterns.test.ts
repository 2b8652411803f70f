/** A pattern matches exactly the texts that are hidden to its value. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hiddenPattern } from '../../../main/exports/onnx/patterns.ts'
import { hideAccounts } from '../../../main/features/accounts.ts'

const accounts = ['alice', 'bob', 'svc.x+1', 'a*b', 'müller']
const known = new Set(accounts)
const matches = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`, 'su').test(text)

test('a value without hidden names needs no pattern', () => {
  expect(hiddenPattern('C:\\Windows\\x.exe', accounts)).toBeNull()
})

test('names are put back where they were hidden, in any case', () => {
  const value = hideAccounts('C:\\Users\\Alice\\(a)|b.txt by BOB', known)
  expect(value).toBe('C:\\Users\\‹account›\\(a)|b.txt by ‹account›')
  const pattern = hiddenPattern(value, accounts)!
  for (const text of ['C:\\Users\\bob\\(a)|b.txt by alice', 'C:\\Users\\SVC.X+1\\(a)|b.txt by Müller', value])
    expect(matches(pattern, text), text).toBe(true)
  for (const text of [
    'C:\\Users\\eve\\(a)|b.txt by bob',
    'C:\\Users\\alicex\\(a)|b.txt by bob',
    'C:\\Users\\svcxx1\\(a)|b.txt by bob',
  ])
    expect(matches(pattern, text), text).toBe(false)
})

test('for any texts: hidden to the value if and only if the pattern says so', () => {
  const word = fc.constantFrom(...accounts, 'Alice', 'BOB', 'eve', 'x.exe', '‹account›', '', 'a.b')
  const text = fc
    .array(fc.tuple(word, fc.constantFrom('\\', '/', ' ', '=', '(', '|', '\n')))
    .map((parts) => parts.flat().join(''))
  fc.assert(
    fc.property(text, text, (one, other) => {
      const value = hideAccounts(one, known)
      const pattern = hiddenPattern(value, accounts)
      if (pattern === null) return (hideAccounts(other, known) === value) === (other === value)
      return matches(pattern, one) && matches(pattern, other) === (hideAccounts(other, known) === value)
    }),
    { numRuns: 500 },
  )
})
