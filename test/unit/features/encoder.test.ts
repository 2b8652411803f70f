/** How values become numbers: fitted on training rows alone, and nothing lost on the way. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode } from '../../../main/features/encode.ts'
import { fitEncoder, type Encoder } from '../../../main/features/encoder.ts'
import type { FeatureMatrix } from '../../../main/features/matrix.ts'
import { eventTable } from '../../../main/features/table.ts'
import { FeatureConfig } from '../../../preload/contract/experiment.ts'
import { addCapture, make, newCase, type Cells } from './small-case.ts'

const plain = (input: object = {}) => FeatureConfig.parse({ rateWindows: [], ...input })
const events = (from: number, to: number) => Float64Array.from({ length: to - from }, (_, i) => from + i)

function columnOf(matrix: FeatureMatrix, name: string): number[] {
  const at = matrix.names.indexOf(name)
  if (at < 0) throw new Error(`no feature ${name} among ${matrix.names.join(', ')}`)
  return make(matrix.rows, (row) => matrix.data[row * matrix.columns + at] ?? Number.NaN)
}

function caseWith(columns: Record<string, Cells>, mapping = {}) {
  const c = newCase()
  addCapture(c, columns, mapping)
  return { c, table: eventTable(c) }
}

test('numbers: sign-safe log1p, standardized by training rows alone, missing 0 with an indicator', () => {
  const data = [0, 9, -9, null, 99, 1e12]
  const { c, table } = caseWith({ bytes: { type: 'number', data } })
  const train = events(0, 4)
  const encoder = fitEncoder(table, plain(), train)
  const matrix = encode(table, encoder, events(0, 6))
  const logs = [0, Math.log(10), -Math.log(10)]
  const deviation = Math.sqrt((2 * Math.log(10) ** 2) / 3)
  const got = columnOf(matrix, 'log1p(bytes)')
  expect(got.slice(0, 3)).toEqual(logs.map((log) => Math.fround(log / deviation)))
  expect(got[3]).toBe(0)
  expect(got[4]).toBeCloseTo(Math.log(100) / deviation, 5)
  expect(got[5]).toBe(10)
  expect(columnOf(matrix, 'bytes missing')).toEqual([0, 0, 0, 1, 0, 0])
  c.close()
})

test('infinite numbers count as the largest finite one of training, and a note says so', () => {
  const data = [1, 2, 3, Infinity, -Infinity, 3]
  const { c, table } = caseWith({ pace_rate: { type: 'number', data } })
  const encoder = fitEncoder(table, plain(), events(0, 6))
  const got = columnOf(encode(table, encoder, events(0, 6)), 'log1p(pace_rate)')
  expect(got[3]).toBe(got[2])
  expect(got[4]).toBeLessThan(got[0] ?? 0)
  expect(encoder.notes).toEqual(['pace_rate: 2 infinite values count as its largest finite one.'])
  c.close()
})

test('categories: frequent values of training rows, the rest other, missing apart', () => {
  const kinds = ['a', 'a', 'a', 'b', 'b', 'c', 'd', null, null, null, 'new']
  const { c, table } = caseWith({ kind: { type: 'text', data: kinds } })
  const encoder = fitEncoder(table, plain({ topValues: 2 }), events(0, 10))
  const matrix = encode(table, encoder, events(0, 11))
  expect(columnOf(matrix, 'kind=a')).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(columnOf(matrix, 'kind=b')).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0])
  expect(columnOf(matrix, 'kind=other')).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1])
  expect(columnOf(matrix, 'kind missing')).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0])
  c.close()
})

test('rows outside training change nothing in the encoder', () => {
  const train = make(60, (row) => (row * 13) % 17)
  const fit = (rest: number[], text: string) => {
    const data = [...train, ...rest]
    const kind = [...make(60, (row) => `k${row % 3}`), ...rest.map(() => text)]
    const { c, table } = caseWith({ bytes: { type: 'number', data }, kind: { type: 'text', data: kind } })
    const encoder = fitEncoder(table, plain({ columns: ['bytes', 'kind'] }), events(0, 60))
    c.close()
    return encoder
  }
  expect(fit([1, 2, 3], 'k1')).toEqual(fit([1e9, -4, 0], 'never seen'))
})

test('features that are equal or opposite on every training row are kept once', () => {
  const pick = (values: string[]) => ({
    type: 'text' as const,
    data: make(30, (row) => values[row % 2] ?? null),
  })
  const { c, table } = caseWith({ one: pick(['a', 'b']), two: pick(['x', 'y']) })
  const encoder = fitEncoder(table, plain(), events(0, 30))
  expect(encoder.names).toEqual(['one=a'])
  expect(encoder.twins).toBe(3)
  c.close()
})

test('the width budget is kept, numbers first, and values beyond it fall into other', () => {
  const { c, table } = caseWith({
    bytes: { type: 'number', data: make(200, (row) => row * 1.5) },
    kind: { type: 'text', data: make(200, (row) => `k${Math.floor(Math.sqrt(row % 100))}`) },
  })
  const encoder = fitEncoder(table, plain({ maxWidth: 4, topValues: 6 }), events(0, 200))
  expect(encoder.names).toHaveLength(4)
  expect(encoder.names[0]).toBe('log1p(bytes)')
  expect(encoder.names).toContain('kind=other')
  expect(encoder.overBudget).toBeGreaterThan(0)
  const matrix = encode(table, encoder, events(0, 200))
  const kinds = encoder.names.slice(1).map((name) => columnOf(matrix, name))
  expect(make(200, (row) => kinds.reduce((sum, column) => sum + (column[row] ?? 0), 0))).toEqual(
    make(200, () => 1),
  )
  c.close()
})

test('account names inside values are hidden, unless users are asked for', () => {
  const names = ['alice', 'bob', 'carol']
  const { c, table } = caseWith(
    {
      user: { type: 'text', data: make(30, (row) => names[row % 3] ?? null) },
      folder: {
        type: 'text',
        data: make(30, (row) => (row < 12 ? 'C:\\Windows' : `C:\\Users\\${names[row % 3]}`)),
      },
    },
    { users: ['user'] },
  )
  const hidden = fitEncoder(table, plain(), events(0, 30))
  expect(hidden.names).toEqual(['folder=C:\\Users\\‹account›'])
  const matrix = encode(table, hidden, events(0, 30))
  expect([...matrix.data]).toEqual(make(30, (row) => (row < 12 ? 0 : 1)))
  const open = fitEncoder(table, plain({ users: true }), events(0, 30))
  expect(open.names).toContain('folder=C:\\Users\\bob')
  expect(open.names).toContain('user=alice')
  c.close()
})

test('an encoder is plain JSON and encodes the same after it was stored', () => {
  const { c, table } = caseWith(
    {
      time: { type: 'time', data: make(50, (row) => row * 1e6) },
      bytes: { type: 'number', data: make(50, (row) => (row % 5 === 0 ? null : row)) },
      kind: { type: 'text', data: make(50, (row) => `k${row % 4}`) },
    },
    { time: 'time' },
  )
  const encoder = fitEncoder(table, FeatureConfig.parse({ timeOfDay: true }), events(0, 40))
  const stored = JSON.parse(JSON.stringify(encoder)) as Encoder
  expect(stored).toEqual(encoder)
  expect(encode(table, stored, events(0, 50))).toEqual(encode(table, encoder, events(0, 50)))
  expect(new Set(encoder.names).size).toBe(encoder.names.length)
  c.close()
})

test('captures with different columns and types share one encoder', () => {
  const c = newCase()
  addCapture(c, { kind: { type: 'text', data: ['a', 'b', 'a', 'b'] } })
  addCapture(c, {
    kind: { type: 'text', data: ['b', 'b', 'c', 'c'] },
    more: { type: 'integer', data: [1, 2, 3, 40] },
  })
  const table = eventTable(c)
  const encoder = fitEncoder(table, plain(), events(0, 8))
  const matrix = encode(table, encoder, Float64Array.of(7, 0, 4, 1))
  expect(columnOf(matrix, 'kind=b')).toEqual([0, 0, 1, 1])
  expect(columnOf(matrix, 'kind=c')).toEqual([1, 0, 0, 0])
  c.close()
})

test('plain numbers are standardized as they are, without a logarithm', () => {
  const values = [1, 2, 4, 9, -16, 0]
  const { c, table } = caseWith({ bytes: { type: 'number', data: values } })
  const encoder = fitEncoder(table, plain({ numbers: 'plain' }), events(0, 6))
  expect(encoder.names).toEqual(['bytes'])
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / 6)
  const cells = columnOf(encode(table, encoder, events(0, 6)), 'bytes')
  values.forEach((value, row) => expect(cells[row]).toBeCloseTo(value / deviation, 6))
  c.close()
})

test('nothing to learn from is a problem, not an empty matrix', () => {
  const { c, table } = caseWith({ same: { type: 'text', data: make(20, () => 'x') } })
  expect(() => fitEncoder(table, plain(), events(0, 20))).toThrow(/No column is left/)
  expect(() => fitEncoder(table, plain(), events(0, 0))).toThrow(/no training rows/)
  c.close()
})

test('every cell is finite, whatever the columns hold', () => {
  const number = fc.option(fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Infinity, -Infinity, NaN, 0)))
  const how = fc.constantFrom('log' as const, 'plain' as const)
  const word = fc.option(fc.constantFrom('a', 'b', 'c', '1', '-'))
  fc.assert(
    fc.property(fc.array(fc.tuple(number, word), { minLength: 4, maxLength: 40 }), how, (rows, numbers) => {
      const { c, table } = caseWith({
        bytes: { type: 'number', data: rows.map(([value]) => value) },
        word: { type: 'text', data: rows.map(([, value]) => value) },
        steady: { type: 'number', data: rows.map((_, row) => row % 2) },
      })
      const config = plain({ columns: null, maxWidth: 8, numbers })
      const encoder = fitEncoder(table, config, events(0, Math.ceil(rows.length / 2)))
      const matrix = encode(table, encoder, events(0, rows.length))
      expect(matrix.columns).toBeLessThanOrEqual(8)
      expect(matrix.data.every((cell) => Number.isFinite(cell))).toBe(true)
      c.close()
    }),
    { numRuns: 15 },
  )
})
