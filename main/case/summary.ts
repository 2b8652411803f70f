/** What the case holds, at a glance. */
import type { CaseSummary } from '../../preload/contract/case.ts'
import { listAlerts } from './alerts.ts'
import type { CaseFile } from './case-file.ts'
import { loadCore } from './evidence/core.ts'
import type { EventCore } from './evidence/core.ts'
import { custodyTip } from './custody.ts'
import { overviewOf, SLICES, slicer } from './evidence/overview.ts'
import { listSources } from './evidence/sources.ts'
import { reading } from './storage-problem.ts'

/** @param core the case's core where the caller has it already; it is loaded otherwise */
export function caseSummary(c: CaseFile, core: EventCore = loadCore(c)): CaseSummary {
  const { first, last, hosts } = overviewOf(core)
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
    hosts,
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

function count(c: CaseFile, table: 'label_sets' | 'runs' | 'reports'): number {
  return reading(c, () => c.db.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get() ?? 0)
}
