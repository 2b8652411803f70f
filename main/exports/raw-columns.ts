/** Raw columns of the case at chosen events, as an exported model takes them. */
import type { EventTable } from '../features/table.ts'
import { numbersAt, stretches, textAt } from '../features/table.ts'
import { entityTimes, trailingCounts } from '../features/rates.ts'
import type { ModelInput } from './onnx/inputs.ts'

/** One value per event: numbers, whole microseconds, or texts, by the input's type. */
export type RawColumn =
  | { type: 'float64'; data: Float64Array }
  | { type: 'int64'; data: BigInt64Array }
  | { type: 'string'; data: string[] }

/** The columns that `inputs` ask for, by name, at the given events (global ids), in their order. */
export function rawColumns(
  table: EventTable,
  inputs: readonly ModelInput[],
  events: Float64Array,
): Map<string, RawColumn> {
  return new Map(inputs.map((input) => [input.name, rawColumn(table, input, events)]))
}

function rawColumn(table: EventTable, { column }: ModelInput, events: Float64Array): RawColumn {
  const places = stretches(table, events)
  switch (column.kind) {
    case 'numeric':
      return { type: 'float64', data: numbersAt(table, column.column, places, events.length) }
    case 'categorical': {
      const { codes, values } = textAt(table, column.column, places, events.length)
      return { type: 'string', data: Array.from(codes, (code) => values[code] ?? '') }
    }
    case 'rate': {
      const entities = entityTimes(table.core, column.entity)
      return { type: 'float64', data: trailingCounts(table.core, entities, column.seconds, events) }
    }
    case 'time-of-day': {
      const times = Array.from(events, (event) => BigInt(table.core.time[event] ?? 0))
      return { type: 'int64', data: BigInt64Array.from(times) }
    }
  }
}
