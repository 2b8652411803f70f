/** The names that a filter may use, with frequent values, for completion. */
import type { FieldInfo } from '../../../preload/contract/events.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import { BUILT_IN, spelledColumn } from '../../../preload/contract/filter-term.ts'
import type { z } from 'zod'
import { listAlerts } from '../../case/alerts.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { cellText } from '../../case/evidence/cell-text.ts'
import { listLabelSets, labelClasses } from '../../case/label-sets.ts'
import { listScorings } from '../../case/results/scorings.ts'
import { listSources } from '../../case/evidence/sources.ts'
import { knownChunks } from './chunk-cache.ts'
import { exhaust } from './steps.ts'

type Info = z.infer<typeof FieldInfo>
const MOST_VALUES = 20
const LONGEST_VALUE = 100
/** Columns of more distinct values than this have none that would be worth offering. */
const MOST_DISTINCT = 5000
/** Infos by case, for the evidence that they were made from. */
const known = new WeakMap<CaseFile, { sources: string; columns: Map<string, Info> }>()

/**
 * The built-in fields, then every column of every capture, in quotes where a filter needs them. Values are counted in each
 * capture's first chunk.
 */
export const fieldInfos = (c: CaseFile): Info[] => exhaust(fieldSteps(c))

/** The same in steps, one a column. */
export function* fieldSteps(c: CaseFile): Generator<void, Info[]> {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  const columns = yield* columnInfos(c, captures)
  return [
    ...BUILT_IN.map((name) => ({
      name,
      ...builtIn(c, name, captures, columns),
      builtIn: true,
      distinct: null,
    })),
    ...Array.from(columns.values(), (info) => ({ ...info, name: spelledColumn(info.name) })),
  ]
}

function* columnInfos(c: CaseFile, captures: readonly Source[]): Generator<void, Map<string, Info>> {
  const sources = captures.map(({ id }) => id).join()
  const last = known.get(c)
  if (last?.sources === sources) return last.columns
  const counts = new Map<string, { type: string; values: Map<string, number>; distinct: number | null }>()
  for (const source of captures) {
    for (const { name, type, distinct: variety } of source.columns) {
      const entry = counts.get(name) ?? { type, values: new Map<string, number>(), distinct: null }
      if (variety !== null) entry.distinct = Math.max(entry.distinct ?? 0, variety)
      if (entry.type !== type) entry.type = 'text'
      if ((variety ?? 0) <= MOST_DISTINCT) countValues(c, source.id, name, entry.values)
      counts.set(name, entry)
      yield
    }
  }
  const columns = new Map(
    [...counts].map(([name, { type, values, distinct: variety }]) => [
      name,
      { name, type, values: mostFrequent(values), builtIn: false, distinct: variety },
    ]),
  )
  known.set(c, { sources, columns })
  return columns
}

/** Adds the values of the column's first chunk; of numbers with a fraction and of times none are offered. */
function countValues(c: CaseFile, source: number, column: string, values: Map<string, number>): void {
  const chunk = knownChunks(c, source, column).find(({ type }) => type !== null)
  if (!chunk || chunk.type === 'number' || chunk.type === 'time') return
  const text = chunk.texts()
  if (text) {
    const counts = text.values <= MOST_DISTINCT ? counted(text.narrow()) : null
    addCounts(counts, (code) => text.value(code), values)
    return text.free()
  }
  const data = chunk.load()
  if (data && data.type !== 'text') addCounts(counted(data.data), cellText(data.type), values)
}

/** How often each value comes; null where too many do. */
function counted(data: ArrayLike<number>): Map<number, number> | null {
  const counts = new Map<number, number>()
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    const known = counts.get(value)
    if (known === undefined && counts.size === MOST_DISTINCT) return null
    counts.set(value, (known ?? 0) + 1)
  }
  return counts
}

function addCounts(
  counts: Map<number, number> | null,
  text: (value: number) => string,
  values: Map<string, number>,
): void {
  for (const [value, count] of counts ?? []) {
    const shown = text(value)
    if (shown !== '' && shown.length <= LONGEST_VALUE) values.set(shown, (values.get(shown) ?? 0) + count)
  }
}

function mostFrequent(values: Map<string, number>): string[] {
  const repeated = [...values].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return repeated.slice(0, MOST_VALUES).map(([value]) => value)
}

function builtIn(
  c: CaseFile,
  name: (typeof BUILT_IN)[number],
  captures: readonly Source[],
  columns: Map<string, Info>,
): Pick<Info, 'type' | 'values'> {
  const mapped = (pick: (source: Source) => (string | null | undefined)[]): string[] => {
    const named = captures.flatMap((source) => pick(source).map((column) => columns.get(column ?? '')))
    return distinct(named.flatMap((info) => info?.values ?? []))
  }
  switch (name) {
    case 'time':
      return { type: 'time', values: [] }
    case 'host':
      return { type: 'text', values: mapped(({ mapping }) => [mapping?.host]) }
    case 'user':
      return { type: 'text', values: mapped(({ mapping }) => mapping?.users ?? []) }
    case 'action':
      return { type: 'text', values: mapped(({ mapping }) => [mapping?.action]) }
    case 'source':
      return { type: 'text', values: distinct(captures.map((source) => source.name)) }
    case 'label':
      return { type: 'text', values: distinct(listLabelSets(c).flatMap(({ id }) => labelClasses(c, id))) }
    case 'attack_score':
      return { type: 'number', values: [] }
    case 'predicted':
    case 'expert': {
      const scorings = listScorings(c)
      const names = scorings.flatMap((one) => (name === 'expert' ? one.experts : one.answers))
      return { type: 'text', values: distinct(names) }
    }
    case 'alert':
      return { type: 'text', values: distinct(listAlerts(c).map((alert) => alert.name)) }
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].slice(0, 3 * MOST_VALUES)
}
