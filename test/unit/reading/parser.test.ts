/** Filter texts that cannot be read say where; nothing else ever comes out of the parser. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../../preload/contract/problem.ts'
import { parseFilter } from '../../../main/capture/reading/filter-parser.ts'
import { timeStretch } from '../../../main/capture/reading/filter-time.ts'
import { nearestNames } from '../../../main/capture/reading/field-names.ts'
import { contains, matches } from '../../../main/capture/reading/pattern.ts'

function problemOf(text: string): Problem {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error(`${text} was read`)
}

test.each([
  ['(user:a', 1],
  ['user:a)', 7],
  ['user:', 6],
  ['user: ', 7],
  ['a OR', 5],
  ['a AND ', 7],
  ['OR a', 1],
  ['a OR OR b', 6],
  ['a OR AND b', 6],
  ['NOT', 4],
  ['()', 2],
  [':x', 1],
  ['> 3', 1],
  ['host:"DC01', 6],
  ['a:(b', 3],
  ['""', 1],
  ['('.repeat(300), 101],
])('%s is refused at column %i', (text, column) => {
  const problem = problemOf(text)
  expect(problem).toMatchObject({ code: 'filter-syntax', where: { column } })
  expect(problem.advice).toBeTruthy()
})

test('any text is read or refused with a Problem whose column lies in it', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '"',
    '-',
    ':',
    '>',
    '<=',
    '!=',
    '*',
    ' ',
    'AND',
    'OR',
    'NOT',
    'user',
    'a.b',
    '\\',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (filter) => {
      try {
        expect(parseFilter(filter)).toHaveProperty('kind')
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        expect(error.code).toBe('filter-syntax')
        expect(error.where?.column).toBeGreaterThanOrEqual(1)
        expect(error.where?.column).toBeLessThanOrEqual(filter.length + 1)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['user:CORP\\admin', { field: 'user', op: ':', value: 'CORP\\admin' }],
  ['path:C:\\Windows\\*', { field: 'path', op: ':', value: 'C:\\Windows\\*' }],
  ['cmd:*foo(1)*', { field: 'cmd', value: '*foo(1)*' }],
  ['cmd="say ""hi"" \\"', { op: '=', value: 'say "hi" \\' }],
  ['"Flow Bytes/s" >= 3', { field: 'Flow Bytes/s', quotedField: true, op: '>=', value: '3', column: 1 }],
  ['event_data.User!=SYSTEM', { field: 'event_data.User', op: '!=', value: 'SYSTEM' }],
  ['time>2024-10-24T21:00:00Z', { field: 'time', op: '>', value: '2024-10-24T21:00:00Z', valueColumn: 6 }],
  ['@timestamp:*', { field: '@timestamp', value: '*' }],
  ['user:-', { field: 'user', value: '-' }],
  ['NOTE:x', { field: 'NOTE', value: 'x' }],
])('%s is one term', (text, term) => {
  expect(parseFilter(text)).toMatchObject({ kind: 'term', ...term })
})

test('blank text selects all, and words are words', () => {
  expect(parseFilter('  ')).toEqual({ kind: 'all' })
  expect(parseFilter('powershell')).toMatchObject({ kind: 'word', value: 'powershell' })
  expect(parseFilter('"C:\\x AND y"')).toMatchObject({ kind: 'word', value: 'C:\\x AND y' })
  expect(parseFilter('-x')).toMatchObject({ kind: 'not', part: { kind: 'word', value: 'x' } })
  expect(parseFilter('a - b')).toMatchObject({ kind: 'and', parts: [{}, { kind: 'word', value: '-' }, {}] })
})

test.each([
  ['2024-10-24', '2024-10-24T00:00:00Z', 86_400],
  ['2024-02', '2024-02-01T00:00:00Z', 29 * 86_400],
  ['2024-10-24T21', '2024-10-24T21:00:00Z', 3600],
  ['2024-10-24 21:30', '2024-10-24T21:30:00Z', 60],
  ['2024-10-24T21:30:05Z', '2024-10-24T21:30:05Z', 1],
  ['2024-10-24T21:30:05.250Z', '2024-10-24T21:30:05.250Z', 0.001],
  ['2024-10-24T21:30+02:00', '2024-10-24T19:30:00Z', 60],
  ['2024-12', '2024-12-01T00:00:00Z', 31 * 86_400],
])('%s is the stretch from %s of %d s', (text, start, seconds) => {
  const micros = Date.parse(start) * 1000
  expect(timeStretch(text)).toEqual({ start: micros, end: micros + seconds * 1e6 })
})

test.each(['2024-02-30', '2024-13', '2024-10-24T25', 'yesterday', '1729804862', ''])(
  '%s is no time',
  (text) => {
    expect(timeStretch(text)).toBeNull()
  },
)

test('patterns match as a regular expression would, the whole value or one of its lines', () => {
  const piece = fc.constantFrom('a', 'B', '*', '?', '.', '(')
  const value = fc
    .array(fc.constantFrom('a', 'b', 'B', '.', '(', '\n'), { maxLength: 8 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), value, (pieces, text) => {
      const source = pieces
        .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.(]/, '\\$&')))
        .join('')
      const whole = new RegExp(`^${source}$`, 'is')
      const values = [text, ...text.split('\n')]
      expect(matches(pieces.join(''))(text)).toBe(values.some((one) => whole.test(one)))
      expect(contains(pieces.join(''))(text)).toBe(new RegExp(source, 'is').test(text))
    }),
    { numRuns: 1000 },
  )
})

test('names near a misspelled one are found', () => {
  const names = ['EventID', 'event_data.CommandLine', 'Computer', 'user', 'time']
  expect(nearestNames('eventd', names)).toEqual(['EventID'])
  expect(nearestNames('commandline', names)).toEqual(['event_data.CommandLine'])
  expect(nearestNames('zzzzzz', names)).toEqual([])
})
