/** The most frequent values of two fields against each other: their values first, then every pair of these. */
import type { CrossTable } from '../../../preload/contract/groups.ts'
import { count, groupSteps, type Fraction, type GroupWork } from './group-by.ts'

export interface CrossInput {
  by: readonly [string, string]
  /** Values of the first and of the second field. */
  rows: number
  columns: number
}

/** In steps, one a chunk and field. */
export function* crossSteps(
  work: GroupWork,
  { by, rows, columns }: CrossInput,
): Generator<Fraction, CrossTable> {
  const [first, second] = by
  const alone = (reader: number): GroupWork => ({ ...work, readers: [work.readers[reader]!] })
  const down = yield* groupSteps(alone(0), { by: [first], limit: rows })
  const across = yield* groupSteps(alone(1), { by: [second], limit: columns })
  const table = new Counts(
    down.groups.map(({ values }) => values[0]!),
    across.groups.map(({ values }) => values[0]!),
  )
  yield* count(work, ([a, b], found) => table.add(a!, b!, found))
  const [cells, other, missing] = table.rows()
  return {
    by: [first, second],
    total: work.total,
    columns: across.groups.map(({ values, count: found }) => ({ value: values[0]!, count: found })),
    rows: down.groups.map(({ values, count: found }, i) => ({
      value: values[0]!,
      count: found,
      cells: cells[i]!,
    })),
    otherRows: { count: down.other, cells: other },
    missingRows: { count: down.missing, cells: missing },
    cut: down.cut === null && across.cut === null ? null : Math.max(down.cut ?? 0, across.cut ?? 0),
  }
}

/** Two places more than values on each side: others, and missing. */
class Counts {
  readonly #down: Map<string, number>
  readonly #across: Map<string, number>
  readonly #cells: number[][]

  constructor(down: readonly string[], across: readonly string[]) {
    this.#down = new Map(down.map((value, i) => [value, i]))
    this.#across = new Map(across.map((value, i) => [value, i]))
    this.#cells = Array.from({ length: down.length + 2 }, () =>
      Array.from<number>({ length: across.length + 2 }).fill(0),
    )
  }

  add(a: string, b: string, found: number): void {
    this.#cells[placeOf(this.#down, a)]![placeOf(this.#across, b)]! += found
  }

  /** Those of the values, of the others, and of what has no value. */
  rows(): [number[][], number[], number[]] {
    return [this.#cells.slice(0, -2), this.#cells.at(-2)!, this.#cells.at(-1)!]
  }
}

function placeOf(places: ReadonlyMap<string, number>, value: string): number {
  return value === '' ? places.size + 1 : (places.get(value) ?? places.size)
}
