/** What is written in chunks is read back: every type, widened where chunks differ, and every row’s place. */
import { DataType } from 'apache-arrow'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrowVector } from '../../../main/case/evidence/arrow.ts'
import { cellText, numberOf } from '../../../main/case/evidence/cell-text.ts'
import { chunkPlace, writeChunk } from '../../../main/case/evidence/chunks.ts'
import type { ColumnData } from '../../../main/case/evidence/chunks.ts'
import { decodeColumn, decodeTextColumn, encodeColumn } from '../../../main/case/codec/column.ts'
import { release } from '../../../main/case/codec/pack.ts'
import { columnChunks, readNumbers, readText, readTimes } from '../../../main/case/evidence/columns.ts'
import { encodeChunk } from '../../../main/case/codec/encode-chunk.ts'
import { packPlaces, unpackPlaces } from '../../../main/case/codec/places.ts'
import { beginSource } from '../../../main/case/evidence/sources.ts'
import { addCapture, booleans, chunkOf, integers, newCase, numbers, text, times } from './fixtures.ts'

/** Any column of `rows` rows. */
function anyColumn(rows: number): fc.Arbitrary<ColumnData> {
  const many = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(cell, { minLength: rows, maxLength: rows })
  const whole = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer(),
    fc.integer({ min: -200, max: 200 }),
    fc.constant(NaN),
  )
  const tiny = fc.oneof(fc.integer({ min: -128, max: 127 }), fc.constant(NaN))
  return fc.oneof(
    many(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'admin', 'é', '日本', '😀'))).map(
      (cells) => text(...cells),
    ),
    many(fc.double()).map((cells) => numbers(...cells)),
    many(whole).map((cells) => integers(...cells)),
    many(tiny).map((cells) => integers(...cells)),
    many(whole).map((cells) => times(...cells)),
    many(fc.constantFrom(0, 1, 255)).map((cells) => booleans(...cells)),
  )
}

/** Each cell as the case must show it. */
function cells(column: ColumnData): string[] {
  if (column.type === 'text') return Array.from(column.codes, (code) => column.values[code]!)
  return Array.from(column.data, cellText(column.type))
}

function cellNumbers(column: ColumnData): number[] {
  if (column.type === 'text') return cells(column).map(numberOf)
  if (column.type === 'boolean') return Array.from(column.data, (value) => (value === 255 ? NaN : value))
  // A whole number has no sign at zero.
  return Array.from(column.data, (value) => (column.type === 'number' ? value : value + 0))
}

const anyChunks = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 })
  .chain((lengths) =>
    fc.tuple(...lengths.map((rows) => fc.option(anyColumn(rows)).map((column) => ({ rows, column })))),
  )

test('a column is read as it was written, through any change of type between chunks', () => {
  const c = newCase()
  fc.assert(
    fc.property(anyChunks, (parts) => {
      const missing = (rows: number): ColumnData => text(...Array.from<string>({ length: rows }).fill(''))
      const written = parts.map(({ rows, column }) => column ?? missing(rows))
      const chunks = parts.map(({ rows, column }) =>
        chunkOf({ _: missing(rows), ...(column && { x: column }) }),
      )
      const id = addCapture(c, chunks)
      const { codes, values } = readText(c, id, 'x')
      expect(Array.from(codes, (code) => values[code])).toEqual(written.flatMap(cells))
      expect(new Set(values).size).toBe(values.length)
      expect(Array.from(readNumbers(c, id, 'x'))).toEqual(written.flatMap(cellNumbers))
      const timed = written.flatMap((part) =>
        cellNumbers(part).map((value) => (part.type === 'time' ? value : NaN)),
      )
      expect(Array.from(readTimes(c, id, 'x'))).toEqual(timed)
    }),
    { numRuns: 60 },
  )
})

test('what is noted beside a chunk is true of it', () => {
  const c = newCase()
  fc.assert(
    fc.property(anyColumn(30), (column) => {
      const id = addCapture(c, [chunkOf({ x: column })])
      const [chunk] = columnChunks(c, id, 'x')
      const present = cellNumbers(column).filter((value) => !Number.isNaN(value))
      expect(chunk!.nulls).toBe(cells(column).filter((cell) => cell === '').length)
      if (chunk!.type === null || column.type === 'text') return
      expect([chunk!.min, chunk!.max]).toEqual([Math.min(...present), Math.max(...present)])
    }),
    { numRuns: 40 },
  )
})

test('Arrow reads the same cells', () => {
  const c = newCase()
  fc.assert(
    fc.property(anyChunks, (parts) => {
      fc.pre(parts.some(({ column }) => column !== null))
      const missing = (rows: number): ColumnData => text(...Array.from<string>({ length: rows }).fill(''))
      const chunks = parts.map(({ rows, column }) =>
        chunkOf({ _: missing(rows), ...(column && { x: column }) }),
      )
      const id = addCapture(c, chunks)
      const { codes, values } = readText(c, id, 'x')
      const vector = arrowVector(c, id, 'x')
      expect(vector.length).toBe(codes.length)
      const asText = Array.from({ length: vector.length }, (_, row) => arrowCell(vector, row))
      expect(asText).toEqual(Array.from(codes, (code) => values[code]))
    }),
    { numRuns: 40 },
  )
})

function arrowCell(vector: ReturnType<typeof arrowVector>, row: number): string {
  const value = vector.get(row) as string | number | bigint | boolean | null
  if (value === null) return ''
  // Arrow's own getter of timestamps answers milliseconds, cut to a double; the stored integer is compared instead.
  if (DataType.isTimestamp(vector.type)) return cellText('time')(Number(micros(vector, row)))
  return String(value)
}

function micros(vector: ReturnType<typeof arrowVector>, row: number): bigint {
  let at = row
  for (const data of vector.data) {
    if (at < data.length) return (data.values as unknown as BigInt64Array)[at]!
    at -= data.length
  }
  throw new RangeError(String(row))
}

test.each([
  [255, 1],
  [256, 2],
  [65_535, 2],
  [65_536, 4],
])('a dictionary of %i texts is kept with indices of %i bytes at least', (count) => {
  const values = ['', ...Array.from({ length: count }, (_, i) => `value ${i}`)]
  const column: ColumnData = { type: 'text', values, codes: Uint32Array.from(values.keys()) }
  const { columns } = encodeChunk(chunkOf({ x: column }))
  expect(decodeColumn('text', columns[0]!.data)).toEqual(column)
})

test('a full chunk of a million-row capture keeps offsets beyond 4 GiB', () => {
  const offsets = Float64Array.from({ length: 65_536 }, (_, i) => 2 ** 40 + i * 300)
  const lengths = Uint32Array.from({ length: 65_536 }, (_, i) => 290 + (i % 10))
  const blob = packPlaces(offsets, lengths)
  expect(unpackPlaces(blob, 65_536)).toEqual({ offsets, lengths })
  expect(blob.length).toBeLessThan(20_000)
})

test('places survive whatever they are', () => {
  const place = fc.tuple(fc.integer({ min: 0, max: 2 ** 45 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), fc.boolean(), (places, inOrder) => {
      if (inOrder) places.sort((a, b) => a[0] - b[0])
      const offsets = Float64Array.from(places, ([offset]) => offset)
      const lengths = Uint32Array.from(places, ([, length]) => length)
      expect(unpackPlaces(packPlaces(offsets, lengths), places.length)).toEqual({ offsets, lengths })
    }),
  )
})

test('a row’s place names its chunk’s stretch of the file', () => {
  const c = newCase()
  const chunks = [chunkOf({ a: text('1', '2', '3') }, 100), chunkOf({ a: text('4', '5') }, 200)]
  const id = addCapture(c, chunks)
  const { sha256 } = chunks[1]!
  expect(chunkPlace(c, id, 2)).toMatchObject({ byte: 120, length: 9, chunkFirstByte: 100, chunkLength: 30 })
  expect(chunkPlace(c, id, 4)).toEqual({
    byte: 210,
    length: 9,
    chunkFirstByte: 200,
    chunkLength: 20,
    chunkSha256: sha256,
  })
  expect(() => chunkPlace(c, id, 5)).toThrow(/no row 5/)
  expect(() => chunkPlace(c, id, -1)).toThrow(/no row/)
})

test('a column of the wrong length, or with a code that has no value, is refused', () => {
  const c = newCase()
  const id = beginSource(c, { kind: 'capture', name: 'a', path: '/a', size: 1, reader: 'test' })
  const uneven = chunkOf({ a: text('1', '2'), b: text('1') })
  expect(() => writeChunk(c, id, 0, uneven)).toThrow(/b has 1 values/)
  const wrong = chunkOf({ a: { type: 'text', values: ['', 'x'], codes: Uint32Array.of(2) } })
  expect(() => writeChunk(c, id, 0, wrong)).toThrow(/no value/)
  expect(columnChunks(c, id, 'a')).toEqual([])
})

test('whole numbers beside text read as written, times with microseconds', () => {
  const c = newCase()
  const chunks = [chunkOf({ x: integers(4688, NaN) }), chunkOf({ x: text('0x1f', ' 12.5 ') })]
  const id = addCapture(c, [...chunks, chunkOf({ x: times(1_729_804_862_210_372, -1) })])
  const { codes, values } = readText(c, id, 'x')
  expect(Array.from(codes, (code) => values[code])).toEqual([
    '4688',
    '',
    '0x1f',
    ' 12.5 ',
    '2024-10-24T21:21:02.210372Z',
    '1969-12-31T23:59:59.999999Z',
  ])
  expect(Array.from(readNumbers(c, id, 'x')).slice(0, 4)).toEqual([4688, NaN, NaN, 12.5])
})

test('property: a single cell of a text chunk is looked up where it lies', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'admin', '日本', '😀'))
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), fc.constantFrom(2, 300, 70_000), (list, values) => {
      // So many values that a code takes one byte, two or four.
      const filler = Array.from({ length: values - 2 }, (_, i) => `f${i}`)
      const column = text(...list)
      column.codes = column.codes.map((code) => (code === 0 ? 0 : code + filler.length))
      column.values = ['', ...filler, ...column.values.slice(1)]
      const stored = decodeTextColumn(encodeColumn(column, list.length))!
      expect(list.map((_, row) => stored.cell(row))).toEqual(list)
      expect([...stored.codes()]).toEqual([...column.codes])
    }),
    { numRuns: 60 },
  )
})

test('memory that is given back is that of large bytes alone, never what Node cuts small ones from', () => {
  const large = Buffer.alloc(1 << 16, 7)
  release(large)
  expect(large.length).toBe(0)
  const [small, pooled] = [Buffer.alloc(100, 7), Buffer.from('a text of the pool')]
  release(small)
  release(pooled)
  expect(small.every((byte) => byte === 7)).toBe(true)
  expect(pooled.toString()).toBe('a text of the pool')
})
