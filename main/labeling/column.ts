/**
 * Labels that captures carry themselves. Every event gets the class that its capture's label column names; a value that means
 * benign makes class 0, an empty cell leaves the event without a label (unless empty was said to mean benign). Neither time nor
 * account is asked, so events without a time are labeled like any other.
 */
import type { CaseFile } from '../case/case-file.ts'
import { readText, type Coded } from '../case/evidence/columns.ts'
import { columnIn } from '../case/evidence/column-names.ts'
import { loadCore, type EventCore } from '../case/evidence/core.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import { APART, hashLabels, NO_LABEL, saveLabelSet, type LabelColumns } from '../case/label-sets.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import { ColumnRequest, type ColumnRule } from '../../preload/contract/label-column.ts'
import type { Labeling, LabelSet } from '../../preload/contract/labeling.ts'
import { byCodeUnits } from './alert-classes.ts'
import { valueKey } from './benign-words.ts'
import { decideRule, type Told } from './column-rule.ts'

/** The label column of one capture. */
export interface Carried {
  source: Source
  /** What this capture calls it. */
  column: string
  first: number
  data: Coded
}

/**
 * Takes the labels from a column and stores them as a label set, with an entry in the custody log.
 * @throws Problem `no-such-column`, `no-such-source`, `benign-unknown`, `not-a-label`
 */
export function lockColumn(c: CaseFile, request: ColumnRequest, core: EventCore = loadCore(c)): LabelSet {
  const asked = ColumnRequest.parse(request)
  const carried = readCarried(c, core, asked.columns, asked.sources)
  const rule = decideRule(c, asked, carried)
  const { labeling, columns } = applyColumn(core, rule, carried)
  const name = asked.name?.trim() || `column ${rule.columns.join(', ')}`
  const set = { name, rule, ruleHash: columnRuleHash(rule), labeling }
  return saveLabelSet(c, { ...set, labelsHash: hashLabels(columns) }, columns)
}

/** Identifies a rule. */
export function columnRuleHash(rule: ColumnRule): string {
  return sha256(canonicalJson(rule))
}

/** The labels made again from the evidence; equal hashes when nothing was altered. */
export function remakeColumn(
  c: CaseFile,
  rule: ColumnRule,
  events: number,
): { labelsHash: string; ruleHash: string } {
  const core = loadCore(c)
  const then = { ...core, count: Math.min(events, core.count), time: core.time.subarray(0, events) }
  const carried = readCarried(c, core, rule.columns, rule.sources)
  return { labelsHash: hashLabels(applyColumn(then, rule, carried).columns), ruleHash: columnRuleHash(rule) }
}

/** The label columns of the captures that have one; of all captures, or of those named. */
export function readCarried(
  c: CaseFile,
  core: EventCore,
  columns: readonly string[],
  sources?: readonly number[],
): Carried[] {
  const captures = listSources(c).filter(
    ({ id }) => core.firstEvent.has(id) && (sources?.includes(id) ?? true),
  )
  return captures.flatMap((source) => {
    const column = columns.map((name) => columnIn(source, name)).find((name) => name !== null)
    if (!column) return []
    return {
      source,
      column,
      first: core.firstEvent.get(source.id) ?? 0,
      data: readText(c, source.id, column),
    }
  })
}

/**
 * Labels every event of the case. Pure: the same evidence and rule give the same bytes.
 * @returns counts for people and the label columns for storage; `columns.classes[0]` is `benign`
 */
export function applyColumn(
  core: Pick<EventCore, 'count' | 'time'>,
  rule: ColumnRule,
  carried: readonly Carried[],
): { labeling: Labeling; columns: LabelColumns } {
  const told = tell(rule, carried)
  const ranked = [...told.classes].toSorted(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
  const kept = ranked.slice(0, rule.top).map(([name]) => name)
  const labelOf = new Map(kept.map((name, i) => [name, i + 1]))
  const labels = new Int16Array(core.count).fill(NO_LABEL)
  for (const [i, { first, data }] of carried.entries()) {
    const table = Int16Array.from(told.names[i]!, (name) =>
      name === null ? NO_LABEL : name === '' ? 0 : (labelOf.get(name) ?? APART),
    )
    for (let row = 0; row < data.codes.length; row++) labels[first + row] = table[data.codes[row]!]!
  }
  const columns = { classes: ['benign', ...kept], labels, alerts: new Int32Array(core.count).fill(-1) }
  return { labeling: countLabels(core, labels, ranked, kept.length), columns }
}

/** The class of each distinct value of each capture (null none, '' benign), and events by class. */
export function tell(
  rule: Pick<ColumnRule, 'benign' | 'columns' | 'binary'>,
  carried: readonly Carried[],
): Told {
  const benign = new Set(rule.benign.map(valueKey))
  const classes = new Map<string, number>()
  const [column = ''] = rule.columns
  const names = carried.map(({ data }) => {
    const counts = new Uint32Array(data.values.length)
    for (const code of data.codes) counts[code]! += 1
    return data.values.map((value, code) => {
      const key = valueKey(value)
      if (benign.has(key)) return ''
      if (key === '') return null
      const name = rule.binary ? 'attack' : className(column, value)
      if (counts[code]! > 0) classes.set(name, (classes.get(name) ?? 0) + counts[code]!)
      return name
    })
  })
  return { classes, names }
}

/** A number or truth value names no class by itself: `1` in `sus_label` becomes `sus_label=1`, by the first name of the rule. */
function className(column: string, value: string): string {
  const name = value.trim()
  if (/^[+-]?[\d.]+$|^(true|yes)$/i.test(name)) return `${column}=${name}`
  // `benign` is the name of class 0 everywhere.
  return name.toLowerCase() === 'benign' ? `${name} (${column})` : name
}

function countLabels(
  { count, time }: Pick<EventCore, 'count' | 'time'>,
  labels: Int16Array,
  ranked: [string, number][],
  kept: number,
): Labeling {
  const having = (wanted: (label: number) => boolean) =>
    labels.reduce((sum, label) => sum + (wanted(label) ? 1 : 0), 0)
  const apart = having((label) => label === APART)
  return {
    events: count,
    labeled: having((label) => label > 0) + apart,
    benign: having((label) => label === 0),
    apart,
    dropped: 0,
    withoutTime: time.reduce((sum, at) => sum + (Number.isNaN(at) ? 1 : 0), 0),
    withoutLabel: having((label) => label === NO_LABEL),
    alerts: 0,
    unmatchedAlerts: 0,
    unmatchedBy: {},
    conflicts: 0,
    byClass: ranked.map(([name, events], i) => ({ name, events, alerts: 0, kept: i < kept })),
  }
}
