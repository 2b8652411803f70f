/**
 * Columns of the case at chosen events: one name over all captures, in the order of the events asked for. A capture that writes
 * the name otherwise (main/case/evidence/column-names.ts) is read all the same.
 */
import type { CaseFile } from '../case/case-file.ts'
import { columnIn } from '../case/evidence/column-names.ts'
import { readNumbers, readText } from '../case/evidence/columns.ts'
import { loadCore, type EventCore } from '../case/evidence/core.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { Source } from '../../preload/contract/evidence.ts'

/** The case's events with what is needed to find their columns. */
export interface EventTable {
  c: CaseFile
  core: EventCore
  captures: Source[]
}

/** Chosen events of one capture: `rows[i]` of the source is number `at[i]` of the events asked for. */
interface Stretch {
  source: Source
  rows: Uint32Array
  at: Uint32Array
}

export function eventTable(c: CaseFile, core: EventCore = loadCore(c)): EventTable {
  return { c, core, captures: listSources(c).filter((source) => core.firstEvent.has(source.id)) }
}

/** Groups global event ids by the capture they come from. Ids outside the case are ignored. */
export function stretches(table: EventTable, events: Float64Array): Stretch[] {
  const found: Stretch[] = []
  const captures = table.captures
    .map((source) => ({ source, first: table.core.firstEvent.get(source.id) ?? 0 }))
    .sort((a, b) => a.first - b.first)
  for (const [order, { source, first }] of captures.entries()) {
    const end = captures[order + 1]?.first ?? table.core.count
    const rows: number[] = []
    const at: number[] = []
    for (let i = 0; i < events.length; i++) {
      const event = events[i] ?? -1
      if (event < first || event >= end) continue
      rows.push(event - first)
      at.push(i)
    }
    if (rows.length > 0) found.push({ source, rows: Uint32Array.from(rows), at: Uint32Array.from(at) })
  }
  return found
}

/** A column as codes into `values`; code 0 is missing. Equal texts of different captures share a code. */
export function textAt(table: EventTable, column: string, places: Stretch[], count: number) {
  const codes = new Uint32Array(count)
  const values = ['']
  const known = new Map<string, number>([['', 0]])
  for (const { source, rows, at } of places) {
    const name = columnIn(source, column)
    if (name === null) continue
    const data = readText(table.c, source.id, name)
    const translated = new Int32Array(data.values.length).fill(-1)
    for (let i = 0; i < rows.length; i++) {
      const code = data.codes[rows[i] ?? 0] ?? 0
      if (code === 0) continue
      let to = translated[code] ?? -1
      if (to < 0) {
        const value = data.values[code] ?? ''
        to = known.get(value) ?? values.push(value) - 1
        known.set(value, to)
        translated[code] = to
      }
      codes[at[i] ?? 0] = to
    }
  }
  return { codes, values }
}

/** A column as numbers; NaN is missing or not a number. */
export function numbersAt(table: EventTable, column: string, places: Stretch[], count: number): Float64Array {
  const numbers = new Float64Array(count).fill(Number.NaN)
  for (const { source, rows, at } of places) {
    const name = columnIn(source, column)
    if (name === null) continue
    const data = readNumbers(table.c, source.id, name)
    for (let i = 0; i < rows.length; i++) numbers[at[i] ?? 0] = data[rows[i] ?? 0] ?? Number.NaN
  }
  return numbers
}

export type { Stretch }
