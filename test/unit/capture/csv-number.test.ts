/** Numbers read while cells are found are those that the reader for all cells reads. */
import { assert, constantFrom, double, integer, oneof, property, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { CsvNumbers, FRACTION, ODD, WHOLE } from '../../../main/capture/csv-number.ts'
import { INTEGER, met, MISSING, NUMBER, readNumber } from '../../../main/capture/number-cell.ts'

const cell = oneof(
  integer().map(String),
  double().map(String),
  tuple(integer({ min: -2000, max: 2000 }), integer({ min: 0, max: 9 })).map(([n, p]) =>
    (n / 10 ** p).toFixed(p),
  ),
  string({ unit: constantFrom('0', '1', '9', '.', '-', 'e', '+', 'x'), maxLength: 22 }),
  constantFrom(
    '',
    '007',
    '-0',
    '0',
    '-0.0',
    '5.',
    '.5',
    '999999999',
    '9999999999',
    '9007199254740993',
    'NaN',
    '-inf',
    '12e5',
  ),
)

test('property: same number, same kind, same end', () => {
  assert(
    property(
      cell,
      constantFrom(',', '\n', '\r\n'),
      constantFrom('', 'and some more bytes behind it'),
      (text, end, behind) => {
        const bytes = Buffer.from(text + end + behind)
        const numbers = new CsvNumbers(1, { delimiter: 44, newline: 10 })
        numbers.reserve(1)
        const stop = numbers.cell(bytes, 0, bytes.length, 0, 0)
        const empty = text === ''
        const value = empty ? Number.NaN : readNumber(bytes, 0, text.length)
        const kind = empty ? MISSING : met.kind
        const flags = kind === INTEGER ? WHOLE : kind === NUMBER ? FRACTION : kind === MISSING ? 0 : ODD
        expect([stop, numbers.flags[0]]).toEqual([text.length, flags])
        if (flags !== ODD) expect(numbers.values[0]).toBe(value)
      },
    ),
    { numRuns: 5000 },
  )
})
