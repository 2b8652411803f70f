/** CSV records: as csv-parse reads them where the input is right, with places, and with nothing lost where it is not. */
import { parse } from 'csv-parse/sync'
import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
  string,
  uint8Array,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnNames, csvLayout } from '../../../main/capture/csv/layout.ts'
import { csvRecords } from './records.ts'

const comma = { delimiter: 44, newline: 10 } as const
const options = (width: number) => ({ dialect: comma, width, skip: 0 })

const cell = oneof(
  string({ maxLength: 8 }),
  string({ unit: constantFrom('"', ',', '\n', '\r\n', 'a', ' ', 'é', '𝄞'), maxLength: 6 }),
)
const table = integer({ min: 1, max: 5 }).chain((width) =>
  record({
    width: constantFrom(width),
    rows: array(array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    ending: constantFrom('\n', '\r\n'),
    last: boolean(),
    always: boolean(),
  }),
)

function written({
  rows,
  ending,
  last,
  always,
}: {
  rows: string[][]
  ending: string
  last: boolean
  always: boolean
}): Buffer {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  // A lone empty cell would be a blank line, which is no row.
  const lines = rows.map((row) =>
    row.map((text) => (always || /[",\r\n]/.test(text) || row.length === 1 ? quoted(text) : text)).join(','),
  )
  return Buffer.from(lines.join(ending) + (last ? ending : ''))
}

describe('right input', () => {
  test('property: the rows are those of csv-parse, and each row’s bytes say the same again', () => {
    assert(
      property(table, (drawn) => {
        const bytes = written(drawn)
        const found = csvRecords(bytes, options(drawn.width))
        const expected = parse(bytes, { record_delimiter: drawn.ending, skip_empty_lines: true })
        expect(found.map(({ cells }) => cells)).toEqual(expected)
        for (const { byte, length, cells } of found) {
          expect(csvRecords(bytes.subarray(byte, byte + length), options(drawn.width))[0]?.cells).toEqual(
            cells,
          )
        }
      }),
      { numRuns: 500 },
    )
  })

  test('line ends of CR alone, blank lines, and no line end at the end', () => {
    const cr = csvRecords(Buffer.from('a,b\rc,d\r'), {
      ...options(2),
      dialect: { delimiter: 44, newline: 13 },
    })
    expect(cr.map(({ cells, byte }) => [cells, byte])).toEqual([[['a', 'b'], 0], [['c', 'd'], 4]]) // prettier-ignore
    const gaps = csvRecords(Buffer.from('a,b\n\n\r\nc,d'), options(2))
    expect(gaps.map(({ cells, line, byte }) => [cells, line, byte])).toEqual([[['a', 'b'], 1, 0], [['c', 'd'], 4, 7]]) // prettier-ignore
  })

  test('a quote inside an unquoted cell is a character', () => {
    expect(csvRecords(Buffer.from('5" disk,b\n'), options(2))[0]?.cells).toEqual(['5" disk', 'b'])
  })
})

describe('wrong input', () => {
  test('short and long rows are set aside with line, byte and reason; the others stay', () => {
    const found = csvRecords(Buffer.from('a,b,c\n1,2\n3,4,5\n6,7,8,9\nx,y,z'), options(3))
    expect(found.map(({ line, byte, length, reason }) => [line, byte, length, reason])).toEqual([
      [1, 0, 5, undefined],
      [2, 6, 3, '2 cells where the header has 3'],
      [3, 10, 5, undefined],
      [4, 16, 7, '4 cells where the header has 3'],
      [5, 24, 5, undefined],
    ])
  })

  test('a file that ends inside a row says so', () => {
    const found = csvRecords(Buffer.from('a,b,c\n1,2'), options(3))
    expect(found[1]?.reason).toBe('2 cells where the header has 3; the file ends inside this row')
  })

  test('a quote never closed costs its line only, and is reported at its byte', () => {
    const found = csvRecords(Buffer.from('a,b\n1,"open\n2,x\n3,y\n'), options(2))
    expect(found.map(({ cells, reason }) => cells ?? reason)).toEqual([
      ['a', 'b'],
      'the quote opened at byte 6 is never closed',
      ['2', 'x'],
      ['3', 'y'],
    ])
  })

  test('rows swallowed by an open quote that a later quote closes are won back', () => {
    const later = csvRecords(Buffer.from('1,"open,c\n2,x,y\n3,"q",z\n'), options(3))
    expect(later.map(({ cells, reason }) => cells ?? reason)).toEqual([
      'text follows the closing quote at byte 18',
      ['2', 'x', 'y'],
      ['3', 'q', 'z'],
    ])
    const closed = csvRecords(Buffer.from('1,"open,c\n2,x,y\n3,z"\n4,p,q\n'), options(3))
    expect(closed.map(({ cells, reason }) => cells ?? reason)).toEqual([
      'a quote in this line is not closed before the next row (2 cells where the header has 3)',
      ['2', 'x', 'y'],
      '2 cells where the header has 3',
      ['4', 'p', 'q'],
    ])
  })

  test('a row of several lines with too many cells is one rejected row', () => {
    const found = csvRecords(Buffer.from('1,"a\nb\nc",2,3\n4,5,6\n'), options(3))
    expect(found.map(({ cells, reason }) => cells ?? reason)).toEqual([
      '4 cells where the header has 3',
      ['4', '5', '6'],
    ])
  })

  test('NUL bytes and records over the limit', () => {
    const zeros = csvRecords(Buffer.from('a,b\n\0\0,\0\nc,d\n'), options(2))
    expect(zeros[1]?.reason).toMatch(/NUL/)
    const long = csvRecords(Buffer.from(`a,b\n${'x'.repeat(50)}\nc,d\n`), { ...options(2), maxRecord: 20 })
    expect(long.map(({ cells, reason, length }) => cells ?? [reason, length])).toEqual([
      ['a', 'b'],
      ['longer than 20 bytes: passed over up to the end of the line', 20],
      ['c', 'd'],
    ])
  })

  test('property: however the stream is cut, the records are the same (any bytes)', () => {
    const soup = array(constantFrom('"', '""', ',', '\n', '\r\n', '\r', 'a', 'bc', ' ', '\0', 'é'), {
      maxLength: 60,
    }).map((parts) => Buffer.from(parts.join('')))
    assert(
      property(
        oneof(
          soup,
          uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        ),
        array(nat(), { maxLength: 12 }),
        constantFrom(10, 1000),
        (bytes, cuts, maxRecord) => {
          const given = { ...options(2), maxRecord }
          expect(csvRecords(bytes, given, cuts)).toEqual(csvRecords(bytes, given))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('property: no byte is lost between records but line ends and blank lines', () => {
    const soup = array(constantFrom('"', ',', '\n', 'a', 'bc'), { maxLength: 40 }).map((parts) =>
      Buffer.from(parts.join('')),
    )
    assert(
      property(soup, (bytes) => {
        let at = 0
        for (const { byte, length } of csvRecords(bytes, options(2))) {
          expect(bytes.toString('latin1', at, byte)).toMatch(/^\n*$/)
          at = byte + length
        }
        expect(bytes.toString('latin1', at)).toMatch(/^\n*$/)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('layout', () => {
  const layout = (text: string) => csvLayout(Buffer.from(text), true)

  test.each([
    ['a,b,c\n1,2,3\n', 44],
    ['a;b;c\n1,5;2,5;3,5\n', 59],
    ['a\tb\n1,2\t3,4\n', 9],
    ['a|b|c\n1|2|3', 124],
    ['sep=;\na;b\n1;2\n', 59],
  ])('delimiter of %j', (text, delimiter) => {
    expect(layout(text)?.dialect.delimiter).toBe(delimiter)
  })

  test.each(['no table at all\njust, text\nand more text, here, and there\n', 'one\ntwo\nthree\n', ''])(
    'no table: %j',
    (text) => {
      expect(layout(text)).toBeNull()
    },
  )

  test.each([
    ['Time;User;"N;M\r1;2;3;4\r5;6;7;8\r', ['Time', 'User', 'N', 'M']],
    ['"Ti"me;User;N\n1;2;3;4\n5;6;7;8\n', ['column_1', 'column_2', 'column_3', 'column_4']],
    ['sep=;\n"a;b\n1;2\n3;4\n', ['a', 'b']],
  ])('a header with a quote out of place: %j', (text, columns) => {
    expect(layout(text)?.columns).toEqual(columns)
  })

  test('more columns than may be are refused at once', () => {
    const names = Array.from({ length: 16_385 }, (_, i) => `c${i}`).join(',')
    expect(() => layout(`${names}\n${names}\n`)).toThrow(/16385 columns; 16384/)
  })

  test('names are trimmed, filled in and made unique whatever their case', () => {
    expect(columnNames(['a', ' A', '', 'b ', 'a', 'column_3', 'a_2'])).toEqual([
      'a',
      'A_2',
      'column_3',
      'b',
      'a_3',
      'column_3_2',
      'a_2_2',
    ])
    expect(layout(' Destination Port, Label\n80,x\n')?.columns).toEqual(['Destination Port', 'Label'])
  })

  test('a header of 100,001 columns is refused', () => {
    expect(() => layout(`${'x,'.repeat(100_000)}x\n`)).toThrow(/100001 columns/)
  })
})
