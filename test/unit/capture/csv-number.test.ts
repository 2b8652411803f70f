/** Numbers read while cells are found are those that the reader for all cells reads; records are those of the scanner alone. */
import { array, assert, constantFrom, double, integer, oneof, property, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { CsvKernel } from '../../../main/capture/csv/kernel.ts'
import { FRACTION, ODD, WHOLE } from '../../../main/capture/csv/number.ts'
import type { CsvBatch } from '../../../main/capture/csv/batch.ts'
import { CsvRecords } from '../../../main/capture/csv/records.ts'
import type { CsvDialect } from '../../../main/capture/csv/scan.ts'
import { INTEGER, met, MISSING, NUMBER, readNumber } from '../../../main/capture/columns/number-cell.ts'
import { RecordList } from '../../../main/capture/record-list.ts'

const number = oneof(
  integer().map(String),
  double().map(String),
  tuple(integer({ min: -2000, max: 2000 }), integer({ min: 0, max: 9 })).map(([n, p]) =>
    (n / 10 ** p).toFixed(p),
  ),
  string({ unit: constantFrom('0', '1', '9', '.', '-', 'e', '+', 'x'), minLength: 1, maxLength: 22 }),
  constantFrom(
    '007',
    '-0',
    '0',
    '-0.0',
    '5.',
    '.5',
    '99999999',
    '999999999',
    '999999999999999',
    '9999999999999999',
    '1.00000000000000',
    '12345678.12345678',
    '9007199254740993',
    'NaN',
    '-inf',
    '12e5',
  ),
)

test('property: same number, same kind, same end', () => {
  const kernels = [1, 2].map((width) => new CsvKernel({ delimiter: 44, newline: 10 }, width, 1000))
  assert(
    property(
      number,
      constantFrom(',', '\n', '\r\n'),
      constantFrom('x\n', 'x,and some more bytes behind it\n'),
      (text, end, behind) => {
        const width = end === ',' ? 2 : 1
        const line = `${text}${end}`
        const bytes = Buffer.from(end === ',' ? `${line}x\n${behind}` : `${line}${behind}`)
        const kernel = kernels[width - 1]!
        kernel.load(Buffer.alloc(0), bytes)
        kernel.numbers.begin()
        const { modes, flags, values, ends } = kernel.views
        modes[0] = 1
        const records = new RecordList()
        kernel.read(0, 1, 0, 1, records)
        const value = readNumber(bytes, 0, text.length)
        const { kind } = met
        const wanted = kind === INTEGER ? WHOLE : kind === NUMBER ? FRACTION : kind === MISSING ? 0 : ODD
        expect([records.count, ends[0], flags[0]]).toEqual([1, text.length, wanted])
        if (wanted !== ODD) expect(values[0]).toBe(value)
      },
    ),
    { numRuns: 2000 },
  )
})

/** Records with their cells, and what was read of numbers in columns that are nothing else. */
function readAll(text: string, blocks: number, dialect: CsvDialect, kernel: CsvKernel | null) {
  const width = 3
  const records = new CsvRecords({ dialect, width, skip: 0, maxRecord: 200, kernel })
  kernel?.numbers.arrays.modes.set([1, 0, 1])
  const bytes = Buffer.from(text)
  const found: unknown[] = []
  const take = (batch: CsvBatch) => {
    let row = 0
    for (let i = 0; i < batch.records.count; i++) {
      const { from, to, lines, refused } = batch.records
      const reason = refused.get(i)
      const place = [batch.base + from[i]!, batch.base + to[i]!, lines[i]]
      found.push([...place, reason ?? cells(batch, width, row)])
      if (reason === undefined) row++
    }
  }
  for (let at = 0; at < bytes.length; at += blocks)
    for (
      let batch: CsvBatch | null = records.push(bytes.subarray(at, at + blocks), 40);
      batch;
      batch = records.more(40)
    )
      take(batch)
  take(records.end())
  return { found, standing: records.standing() }
}

function cells({ bytes, starts, ends, numbers }: CsvBatch, width: number, row: number): (string | number)[] {
  return Array.from({ length: width }, (_, column) => {
    const at = row * width + column
    const [start, end] = [starts[at]!, ends[at]!]
    const text = bytes.toString('utf8', start, end < 0 ? -end - 1 : end) + (end < 0 ? ' (doubled)' : '')
    if (!numbers?.wants(column) || (numbers.arrays.flags[column]! & ODD) !== 0) return text
    const value = text === '' ? Number.NaN : readNumber(bytes, start, end)
    expect(numbers.arrays.values[at]).toBe(value)
    return text
  })
}

const piece = constantFrom(
  '1',
  '2.50',
  ',',
  ',',
  '\n',
  '\r\n',
  '"',
  '""',
  'é',
  '#',
  ' ',
  '-',
  'a long piece of text',
  '\0',
)
const row = oneof(
  constantFrom('1,a,2\n', '12.5,"x\ny",-3\r\n', '1,"a""b",\n', '"7",b,8\n', '\n', '1,2\n'),
  array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
)

test('property: records, cells, places and refusals with the kernel are those without', () => {
  const dialects: CsvDialect[] = [
    { delimiter: 44, newline: 10 },
    { delimiter: 44, newline: 13 },
    { delimiter: 44, newline: 10, plain: true },
  ]
  const kernels = dialects.map((dialect) => new CsvKernel(dialect, 3, 200))
  assert(
    property(
      array(row, { maxLength: 20 }),
      integer({ min: 1, max: 300 }),
      integer({ min: 0, max: 2 }),
      (rows, blocks, i) => {
        const text = rows.join('')
        expect(readAll(text, blocks, dialects[i]!, kernels[i]!)).toEqual(
          readAll(text, blocks, dialects[i]!, null),
        )
      },
    ),
    { numRuns: 2000 },
  )
})
