/** Does the exported file say what Tribunal says? It is run by plain ONNX Runtime on the raw columns of the test rows. */
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { Problem } from '../../preload/contract/problem.ts'
import type { EventTable } from '../features/table.ts'
import type { BuiltModel } from './onnx/build.ts'
import { rawColumns, type RawColumn } from './raw-columns.ts'

/** Largest difference of a gate weight or probability that counts as the same. */
export const TOLERANCE = 1e-5
/** Rows compared per protocol, spread evenly over its test rows. */
const MOST_ROWS = 20_000
const BLOCK = 1024

export interface ModelCheck {
  /** Rows of the run's tests that were scored by the file. */
  rows: number
  largestDifference: number
  runtime: string
}

/** What Tribunal says of some events; one line of `gate` and of `probability` an event. */
export interface Expected {
  events: Float64Array
  gate: Float32Array | null
  probability: Float32Array
}

type Runtime = typeof import('onnxruntime-node')

/**
 * Scores test rows with the file and compares them with the stored scores; null where ONNX Runtime does not load here.
 * @throws Problem `export-differs` beyond TOLERANCE
 */
export async function checkModel(
  model: BuiltModel,
  table: EventTable,
  expected: readonly Expected[],
  signal: AbortSignal,
): Promise<ModelCheck | null> {
  const runtime = await load()
  if (!runtime) return null
  const session = await runtime.InferenceSession.create(model.bytes, { logSeverityLevel: 3 })
  try {
    const check = { rows: 0, largestDifference: 0, runtime: `onnxruntime-node ${runtime.env.versions.node}` }
    for (const scores of expected) {
      const rows = spreadRows(scores.events.length)
      const events = Float64Array.from(rows, (row) => scores.events[row]!)
      const columns = rawColumns(table, model.inputs, events)
      for (let from = 0; from < rows.length; from += BLOCK) {
        signal.throwIfAborted()
        const block = rows.subarray(from, from + BLOCK)
        const results = await session.run(feeds(runtime, columns, from, block.length))
        check.largestDifference = Math.max(check.largestDifference, distance(model, results, scores, block))
        check.rows += block.length
      }
    }
    if (!(check.largestDifference <= TOLERANCE)) throw differs(check)
    return check
  } finally {
    await session.release()
  }
}

async function load(): Promise<Runtime | null> {
  try {
    return await import('onnxruntime-node')
  } catch {
    return null
  }
}

/** At most so many rows as are compared, evenly over all. */
export function spreadRows(count: number): Int32Array {
  const rows = Math.min(count, MOST_ROWS)
  return Int32Array.from({ length: rows }, (_, i) => Math.floor((i * count) / rows))
}

/** Rows `from` to `from + count` of the columns as tensors [count, 1]. */
function feeds(
  runtime: Runtime,
  columns: ReadonlyMap<string, RawColumn>,
  from: number,
  count: number,
): Record<string, Tensor> {
  const shape = [count, 1]
  const entries = [...columns].map(([name, { type, data }]): [string, Tensor] => {
    const part = data.slice(from, from + count)
    if (type === 'string') return [name, new runtime.Tensor('string', part as string[], shape)]
    return [
      name,
      type === 'int64'
        ? new runtime.Tensor('int64', part as BigInt64Array, shape)
        : new runtime.Tensor('float64', part as Float64Array, shape),
    ]
  })
  return Object.fromEntries(entries)
}

function distance(
  { compared }: BuiltModel,
  results: InferenceSession.ReturnType,
  expected: Expected,
  rows: Int32Array,
): number {
  let worst = 0
  const compare = (name: string | null, wanted: Float32Array | null): void => {
    if (name === null || wanted === null) return
    const found = results[name]!.data as Float32Array
    const width = wanted.length / expected.events.length
    if (found.length !== rows.length * width) worst = Infinity
    for (let i = 0; i < rows.length; i++)
      for (let k = 0; k < width; k++) {
        const difference = Math.abs(found[i * width + k]! - wanted[rows[i]! * width + k]!)
        // Written so that a difference that is not a number counts as the worst.
        if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference
      }
  }
  compare(compared.gate, expected.gate)
  compare(compared.probability, expected.probability)
  return worst
}

function differs({ largestDifference, rows }: ModelCheck): Problem {
  return new Problem(
    'export-differs',
    `The exported model gives other scores than the run: up to ${largestDifference.toExponential(1)} apart on ${rows} rows`,
    { advice: 'Nothing was written. Verify the case; if it is sound, report this.' },
  )
}
