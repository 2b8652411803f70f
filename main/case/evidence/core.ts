/**
 * The few columns that nearly every question asks for, of all captures together, in memory: time, host, users, action.
 * Events are numbered through the whole case, captures in the order of their import; a later import only adds numbers.
 */
import type { Source } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import { NarrowBuilder } from './coded.ts'
import type { Coded, Codes } from './coded.ts'
import { addText, columnChunks, countRows } from './columns.ts'
import { listSources } from './sources.ts'

export interface EventCore {
  count: number
  /** Microseconds; NaN where an event has no time. */
  time: Float64Array
  host: Coded
  /** The first of `users` that is present; `-`, as Windows writes no-one, only where there is nothing else. */
  user: Coded
  /** users[k]: the k-th account field of each source's mapping. */
  users: Coded[]
  action: Coded
  /** Source id of each event. */
  source: Codes
  /** First event number of each capture, by source id. */
  firstEvent: Map<number, number>
}

interface Part {
  source: Source
  first: number
}

/**
 * Reads the core. Keep it while the case is open; load it again after an import. Times come only from columns that the reader
 * stored as `time`; whatever else the mapped column holds counts as no time.
 */
export function loadCore(c: CaseFile): EventCore {
  const parts: Part[] = []
  let count = 0
  for (const source of listSources(c)) {
    if (source.kind !== 'capture') continue
    parts.push({ source, first: count })
    count += countRows(c, source.id)
  }
  const width = Math.max(0, ...parts.map(({ source }) => source.mapping?.users.length ?? 0))
  const users = Array.from({ length: width }, (_, k) =>
    coded(c, parts, count, (source) => source.mapping?.users[k] ?? null),
  )
  return {
    count,
    time: times(c, parts, count),
    host: coded(c, parts, count, (source) => source.mapping?.host ?? null),
    user: firstPresent(users, count),
    users,
    action: coded(c, parts, count, (source) => source.mapping?.action ?? null),
    source: sourceIds(parts, count),
    firstEvent: new Map(parts.map(({ source, first }) => [source.id, first])),
  }
}

/** The core without captures that were imported after a time (microseconds): event rates would count their events. */
export function loadCoreAt(c: CaseFile, time: number): EventCore {
  const core = loadCore(c)
  const later = listSources(c)
    .filter((source) => source.kind === 'capture' && source.importedAt > time)
    .map((source) => core.firstEvent.get(source.id) ?? core.count)
  return { ...core, count: Math.min(core.count, ...later) }
}

/**
 * The source and row of an event.
 * @throws Problem no-such-event
 */
export function locate(core: EventCore, event: number): { source: number; row: number } {
  const source = core.source[event]
  if (source === undefined) {
    throw new Problem('no-such-event', `The case has no event number ${event}; it has ${core.count}.`, {
      advice: 'Load the events again; the case may have changed.',
    })
  }
  return { source, row: event - core.firstEvent.get(source)! }
}

function times(c: CaseFile, parts: Part[], count: number): Float64Array {
  const all = new Float64Array(count)
  parts.forEach(({ source, first }, i) => {
    const next = parts[i + 1]?.first ?? count
    const column = source.mapping?.time ?? null
    let at = first
    for (const chunk of column === null ? [] : columnChunks(c, source.id, column)) {
      const stretch = all.subarray(first + chunk.firstRow, first + chunk.firstRow + chunk.rows)
      if (chunk.type === 'time') chunk.loadInto(stretch)
      else stretch.fill(NaN)
      at = first + chunk.firstRow + chunk.rows
    }
    all.fill(NaN, at, next)
  })
  return all
}

function coded(c: CaseFile, parts: Part[], count: number, pick: (source: Source) => string | null): Coded {
  const builder = new NarrowBuilder(count)
  for (const { source, first } of parts) {
    const column = pick(source)
    if (column !== null) addText(builder, first, columnChunks(c, source.id, column))
  }
  return builder.finish()
}

function firstPresent(users: readonly Coded[], count: number): Coded {
  if (users.length === 1) return users[0]!
  const builder = new NarrowBuilder(count)
  const merged = users.map(({ values }) => Uint32Array.from(values, (value) => builder.code(value)))
  const nobody = builder.code('-')
  // Asked for when every value has its code: more values may make codes wider.
  const { codes, values } = builder.finish()
  for (let i = 0; i < count; i++) {
    let best = 0
    for (let k = 0; k < users.length && (best === 0 || best === nobody); k++) {
      const code = merged[k]![users[k]!.codes[i]!]!
      if (code !== 0 && (best === 0 || code !== nobody)) best = code
    }
    codes[i] = best
  }
  return { codes, values }
}

function sourceIds(parts: Part[], count: number): Codes {
  const most = Math.max(0, ...parts.map(({ source }) => source.id))
  const ids = most < 256 ? new Uint8Array(count) : new Uint32Array(count)
  parts.forEach(({ source, first }, i) => ids.fill(source.id, first, parts[i + 1]?.first ?? count))
  return ids
}
