/** What the exported file asks for: one input per raw column, and what no single row can tell. */
import type { OnnxType } from '../../engine/onnx/graph.ts'
import type { Encoder } from '../../features/encoder.ts'
import type { EncodedColumn } from '../../features/fit.ts'

export interface ModelInput {
  /** The column's name; of a derived input what it is. */
  name: string
  type: Extract<OnnxType, 'float64' | 'int64' | 'string'>
  /** What to put there, in one sentence. */
  what: string
  column: EncodedColumn
}

/** One input for each column of the encoder, in its order; all have the shape [batch, 1] and different names. */
export function modelInputs(encoder: Encoder): ModelInput[] {
  const taken = new Set<string>()
  return encoder.columns.map((column) => {
    const input = describe(column)
    let { name } = input
    while (taken.has(name)) name += ' (derived)'
    taken.add(name)
    return { ...input, name, column }
  })
}

function describe(column: EncodedColumn): Omit<ModelInput, 'column'> {
  switch (column.kind) {
    case 'numeric':
      return {
        name: column.column,
        type: 'float64',
        what: 'The column as a number; NaN where it is missing or not a number.',
      }
    case 'categorical':
      return {
        name: column.column,
        type: 'string',
        what: 'The column as text, as Tribunal shows it; empty where it is missing.',
      }
    case 'rate':
      return {
        name: `rate ${column.seconds} s per ${column.entity}`,
        type: 'float64',
        what:
          `How many events the event's ${column.entity} has in the ${column.seconds} s up to and including its time, ` +
          'the event itself counted. To be counted over the whole capture beforehand.',
      }
    case 'time-of-day':
      return {
        name: 'event time',
        type: 'int64',
        what: 'The time of the event in microseconds since 1970-01-01 UTC.',
      }
  }
}
