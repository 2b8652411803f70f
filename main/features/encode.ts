/** Turns events into feature rows with a fitted encoder: one column of the case at a time, straight into the matrix. */
import { Problem } from '../../preload/contract/problem.ts'
import { hideAccounts } from './accounts.ts'
import type { Encoder } from './encoder.ts'
import type { CategoricalColumn, EncodedColumn, NumericColumn, Place } from './fit.ts'
import { signedLog } from './fit-numbers.ts'
import type { FeatureMatrix } from './matrix.ts'
import { entityTimes, trailingCounts, type EntityTimes, type RateEntity } from './rates.ts'
import { numbersAt, stretches, textAt, type EventTable, type Stretch } from './table.ts'

/** Standardized values are cut here: a value unlike anything in training must not drown all others. */
export const farthest = 10
const dayMicros = 86_400e6
const mostCells = 2 ** 31

interface Target {
  table: EventTable
  events: Float64Array
  places: Stretch[]
  data: Float32Array
  width: number
  entities: Map<RateEntity, EntityTimes>
  accounts: Set<string>
}

/**
 * Feature rows of the given events (global ids), in their order. Columns that the case does not have count as missing.
 * @throws Problem `matrix-too-large`.
 */
export function encode(table: EventTable, encoder: Encoder, events: Float64Array): FeatureMatrix {
  const width = encoder.names.length
  if (events.length * width > mostCells)
    throw new Problem(
      'matrix-too-large',
      `${events.length} rows of ${width} features do not fit into memory.`,
      {
        advice: 'Lower `sampling.maxRows` or `features.maxWidth`.',
      },
    )
  const data = new Float32Array(events.length * width)
  const places = stretches(table, events)
  const target: Target = {
    table,
    events,
    places,
    data,
    width,
    entities: new Map(),
    accounts: new Set(encoder.accounts),
  }
  for (const column of encoder.columns) fill(target, column)
  return { rows: events.length, columns: width, data, names: encoder.names }
}

function fill(target: Target, column: EncodedColumn): void {
  switch (column.kind) {
    case 'numeric':
      return fillNumeric(target, column)
    case 'categorical':
      return fillCategorical(target, column)
    case 'rate': {
      const entities = target.entities.get(column.entity) ?? entityTimes(target.table.core, column.entity)
      target.entities.set(column.entity, entities)
      const counts = trailingCounts(target.table.core, entities, column.seconds, target.events)
      return put(target, column.at, (row) => standardize(Math.log1p(counts[row] ?? Number.NaN), column))
    }
    case 'time-of-day': {
      const angle = (row: number) => {
        const time = target.table.core.time[target.events[row] ?? -1] ?? Number.NaN
        return (2 * Math.PI * time) / dayMicros
      }
      put(target, column.sineAt, (row) => Math.sin(angle(row)))
      return put(target, column.cosineAt, (row) => Math.cos(angle(row)))
    }
  }
}

/** Writes one feature; what is not a number becomes 0. */
function put(target: Target, at: Place, value: (row: number) => number): void {
  if (at < 0) return
  const { data, width, events } = target
  for (let row = 0; row < events.length; row++) {
    const number = value(row)
    data[row * width + at] = Number.isNaN(number) ? 0 : number
  }
}

function standardize(value: number, scale: { mean: number; deviation: number }): number {
  return Math.min(farthest, Math.max(-farthest, (value - scale.mean) / scale.deviation))
}

function fillNumeric(target: Target, column: NumericColumn): void {
  const values = numbersAt(target.table, column.column, target.places, target.events.length)
  const { limit } = column
  const cut = (value: number) =>
    Number.isFinite(value) || Number.isNaN(value) ? value : Math.sign(value) * limit
  const scale = column.plain ? (value: number) => value : signedLog
  put(target, column.at, (row) => standardize(cut(scale(values[row] ?? Number.NaN)), column))
  put(target, column.missingAt, (row) => (Number.isNaN(values[row] ?? Number.NaN) ? 1 : 0))
}

function fillCategorical(target: Target, column: CategoricalColumn): void {
  const { data, width, events } = target
  const { codes, values } = textAt(target.table, column.column, target.places, events.length)
  const slots = new Map(column.values.map((value, i) => [value, column.at[i] ?? -1]))
  const read = (value: string) => (column.hides ? hideAccounts(value, target.accounts) : value)
  const places = Int32Array.from(values, (value) => slots.get(read(value)) ?? column.otherAt)
  places[0] = column.missingAt
  for (let row = 0; row < events.length; row++) {
    const at = places[codes[row] ?? 0] ?? -1
    if (at >= 0) data[row * width + at] = 1
  }
}
