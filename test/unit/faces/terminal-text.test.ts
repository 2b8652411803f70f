/** What the terminal reads and prints: durations, tables, problems. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationText, parseDuration, seconds } from '../../../main/faces/terminal/durations.ts'
import { problemText, table } from '../../../main/faces/terminal/output.ts'

test('durations are read as people write them, in microseconds', () => {
  const known: [string, number][] = [
    ['0', 0],
    ['1500ms', 1_500_000],
    ['60s', 60_000_000],
    ['0.5s', 500_000],
    ['5m', 300_000_000],
    ['5min', 300_000_000],
    ['1h', 3_600_000_000],
    ['2d', 172_800_000_000],
  ]
  for (const [text, micros] of known) expect(parseDuration(text), text).toBe(micros)
  for (const text of ['', '60', 's', '-5s', '5 parsecs', '1e3s', '5sm', '∞'])
    expect(() => parseDuration(text), text).toThrow(/unit/)
})

test('a duration that is printed reads back as itself', () => {
  const micros = fc.integer({ min: 0, max: 10_000_000 }).map((milliseconds) => milliseconds * 1000)
  fc.assert(fc.property(micros, (value) => parseDuration(durationText(value)) === value))
})

test('seconds read well from milliseconds to minutes', () => {
  expect([0.1234, 5.25, 42.4, 60, 185.2].map(seconds)).toEqual([
    '123 ms',
    '5.3 s',
    '42 s',
    '1 min 00 s',
    '3 min 05 s',
  ])
})

test('a table lines up, numbers to the right', () => {
  const lines = table(
    ['class', 'events'],
    [
      ['benign', 12],
      ['T1059', 4000],
    ],
  ).split('\n')
  expect(lines).toEqual(['class   events', '──────  ──────', 'benign      12', 'T1059     4000'])
})

test('a problem says what, where and what to do', () => {
  const where = { file: '/x/events.csv', line: 3, column: 7, byte: 120 }
  const text = problemText({ code: 'x', message: 'An open quote.', where, advice: 'Close it.' })
  expect(text).toBe('error: An open quote (/x/events.csv:3:7 (byte 120))\n  Close it.\n')
  expect(problemText({ code: 'x', message: '/x is a folder.', where: { file: '/x' } })).toBe(
    'error: /x is a folder.\n',
  )
})

test('names from evidence cannot command the terminal, nor break a table', () => {
  const lines = table(['name'], [['two\nlines'], ['\u001b[2J\u202E']]).split('\n')
  expect(lines.slice(2)).toEqual([String.raw`two\nlines`, '⟨U+001B⟩[2J⟨U+202E⟩'])
})
