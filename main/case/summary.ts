/** What the case holds, at a glance. */
import type { CaseSummary } from '../../preload/contract/case.ts'
import { listAlerts } from './alerts.ts'
import type { CaseFile } from './case-file.ts'
import { loadCore } from './core.ts'
import type { EventCore } from './core.ts'
import { custodyTip } from './custody.ts'
import { listSources } from './sources.ts'
import { reading } from './storage-problem.ts'

/** Slices of the sparklines. */
const SLICES = 96
/** Hosts shown; those with the most events. */
const MOST_HOSTS = 200

/** @param core the case's core where the caller has it already; it is loaded otherwise */
export function caseSummary(c: CaseFile, core: EventCore = loadCore(c)): CaseSummary {
  const [first, last] = span(core.time)
  const alerts = listAlerts(c)
  const slice = slicer(first, last)
  const alertCounts = Array.from<number>({ length: SLICES }).fill(0)
  for (const alert of alerts) {
    const at = slice(alert.fired ?? alert.first ?? alert.last ?? NaN)
    if (at !== null) alertCounts[at]!++
  }
  return {
    path: c.path,
    ...identity(c),
    size: sizeOf(c),
    events: core.count,
    alerts: alerts.length,
    captures: listSources(c).filter(({ kind }) => kind === 'capture').length,
    labelSets: count(c, 'label_sets'),
    runs: count(c, 'runs'),
    reports: count(c, 'reports'),
    first,
    last,
    hosts: hostSpans(core, slice),
    alertCounts,
    custodyTip: custodyTip(c),
  }
}

/** Name, birth and kind of the case. */
export function identity(c: CaseFile): Pick<CaseSummary, 'name' | 'createdAt' | 'practice'> {
  const rows = reading(c, () => c.db.prepare<[], { key: string; value: string }>('SELECT * FROM meta').all())
  const meta = new Map(rows.map(({ key, value }) => [key, value]))
  return {
    name: meta.get('name') ?? '',
    createdAt: Number(meta.get('created_at') ?? 0),
    practice: meta.get('practice') === 'true',
  }
}

/** Bytes of the one file that the case is when closed. */
function sizeOf(c: CaseFile): number {
  const pragma = (name: string): number => Number(c.db.pragma(name, { simple: true }))
  return reading(c, () => pragma('page_count') * pragma('page_size'))
}

function span(time: Float64Array): [number, number] | [null, null] {
  let first = Infinity
  let last = -Infinity
  for (const at of time) {
    if (at < first) first = at
    if (at > last) last = at
  }
  return first <= last ? [first, last] : [null, null]
}

/** The slice of a time; null outside the span and for NaN. */
function slicer(first: number | null, last: number | null): (time: number) => number | null {
  return (time) => {
    if (first === null || last === null || !(time >= first && time <= last)) return null
    return Math.min(SLICES - 1, Math.floor(((time - first) / (last - first + 1)) * SLICES))
  }
}

/** Events without a host count under ''. */
function hostSpans(core: EventCore, slice: (time: number) => number | null): CaseSummary['hosts'] {
  const spans = core.host.values.map((host) => ({ host, events: 0, first: Infinity, last: -Infinity }))
  const events = new Uint32Array(spans.length * SLICES)
  for (let i = 0; i < core.count; i++) {
    const code = core.host.codes[i]!
    const host = spans[code]!
    host.events++
    const time = core.time[i]!
    const at = slice(time)
    if (at === null) continue
    events[code * SLICES + at]!++
    if (time < host.first) host.first = time
    if (time > host.last) host.last = time
  }
  return spans
    .map((host, code) => ({
      ...host,
      counts: Array.from(events.subarray(code * SLICES, (code + 1) * SLICES)),
    }))
    .filter(({ first }) => Number.isFinite(first))
    .toSorted((a, b) => b.events - a.events || (a.host < b.host ? -1 : 1))
    .slice(0, MOST_HOSTS)
}

function count(c: CaseFile, table: 'label_sets' | 'runs' | 'reports'): number {
  return reading(c, () => c.db.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get() ?? 0)
}
