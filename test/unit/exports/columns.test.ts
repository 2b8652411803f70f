/** The encoder as a graph gives the matrix that the encoder itself gives, whatever the columns hold and are called. */
import { expect, test } from 'vitest'
import { Graph } from '../../../main/engine/onnx/graph.ts'
import { encodeModel } from '../../../main/engine/onnx/model.ts'
import { random } from '../../../main/engine/random.ts'
import { addEncoder } from '../../../main/exports/onnx/columns.ts'
import { modelInputs } from '../../../main/exports/onnx/inputs.ts'
import { rawColumns } from '../../../main/exports/raw-columns.ts'
import { encode } from '../../../main/features/encode.ts'
import { fitEncoder } from '../../../main/features/encoder.ts'
import { eventTable } from '../../../main/features/table.ts'
import { FeatureConfig } from '../../../preload/contract/experiment.ts'
import { addCapture, newCase } from '../features/small-case.ts'
import { open, rowsOf } from './graph.ts'

const ROWS = 900
const next = random(12)
const pick = <T>(...of: T[]): T => of[Math.floor(next() * of.length)]!
const rows = <T>(make: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => make(row))

function hostileCase() {
  const c = newCase()
  addCapture(
    c,
    {
      when: { type: 'time', data: rows((row) => (row % 2 ? 1.77e15 : -5e12) + row * 4e6) },
      host: { type: 'text', data: rows(() => pick('A', 'B', null)) },
      account: { type: 'text', data: rows(() => pick('ACME\\alice', 'bob', 'carol.x')) },
      size: { type: 'number', data: rows(() => pick(null, 0, -3.25, 1e-9, 1e300, -7e18, next() * 1e5)) },
      narrow: { type: 'number', data: rows(() => 1.7e12 + Math.floor(next() * 1e6)) },
      path: {
        type: 'text',
        data: rows(() =>
          pick(
            'C:\\Users\\alice\\x',
            'C:\\Users\\Bob\\x',
            'C:\\Users\\eve\\x',
            'C:\\Win*',
            '(CAROL.X)',
            null,
            `rare ${next()}`,
          ),
        ),
      },
      Equal_3: {
        type: 'text',
        data: rows(() => pick('tab\there', 'line\nbreak', '"quoted", ünïcode 🙂', 'x', null)),
      },
      scores: { type: 'text', data: rows(() => pick('a', 'b', 'c')) },
      EventID: { type: 'integer', data: rows(() => pick(4624, 4688, 5156, null)) },
      flag: { type: 'text', data: rows(() => pick('true', 'false')) },
    },
    { time: 'when', host: 'host', users: ['account'], action: 'EventID' },
  )
  return c
}

test('every kind of column, on events that it was fitted on and others', async () => {
  const c = hostileCase()
  const table = eventTable(c)
  const config = FeatureConfig.parse({ timeOfDay: true, topValues: 6 })
  const events = Float64Array.from({ length: ROWS }, (_, row) => row)
  const encoder = fitEncoder(table, config, events.subarray(0, 500))
  const kinds = new Set(encoder.columns.map((column) => column.kind))
  expect(kinds).toEqual(new Set(['numeric', 'categorical', 'rate', 'time-of-day']))
  expect(encoder.names.some((name) => name.includes('‹account›'))).toBe(true)
  const inputs = modelInputs(encoder)
  const graph = new Graph('encoder')
  const name = addEncoder(graph, encoder, inputs)
  graph.outputs.push({ name, type: 'float32', shape: ['batch', encoder.names.length] })
  graph.prune()
  const session = await open(encodeModel(graph))
  const columns = rawColumns(table, inputs, events)
  const expected = encode(table, encoder, events)
  const width = expected.columns
  for (const [from, to] of [
    [0, ROWS],
    [17, 18],
    [890, 900],
  ] as const) {
    const found = (await session.run(rowsOf(columns, from, to)))[name]!
    expect(found.dims).toEqual([to - from, width])
    let worst = 0
    const data = found.data as Float32Array
    data.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - expected.data[from * width + i]!))))
    expect(worst).toBeLessThan(1e-6)
  }
  await session.release()
  c.close()
})

test('inputs that would share a name are told apart', () => {
  const rate = { kind: 'rate', entity: 'host', seconds: 10, at: 1, mean: 0, deviation: 1 } as const
  const column = {
    kind: 'numeric',
    column: 'rate 10 s per host',
    at: 0,
    mean: 0,
    deviation: 1,
    limit: 1,
    missingAt: -1,
  } as const
  const encoder = {
    version: 1,
    rows: 1,
    accounts: [],
    columns: [column, rate],
    names: ['a', 'b'],
    twins: 0,
    overBudget: 0,
    notes: [],
  } as const
  const names = modelInputs({
    ...encoder,
    accounts: [],
    columns: [column, rate],
    names: ['a', 'b'],
    notes: [],
  }).map((input) => input.name)
  expect(names).toEqual(['rate 10 s per host', 'rate 10 s per host (derived)'])
})
