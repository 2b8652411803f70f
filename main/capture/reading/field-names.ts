/** From the name that a filter uses to the values it means, or to the names that may have been meant. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Source } from '../../../preload/contract/evidence.ts'
import { BUILT_IN } from '../../../preload/contract/filter-term.ts'
import { alertAccess, codedAccess, columnAccess, labelAccess, sourceAccess, timeAccess } from './access.ts'
import type { Access } from './access.ts'
import type { FilterContext } from './filter-context.ts'
import type { Term } from './filter-tree.ts'
import { namedAccess, numberAccess, type Scores } from './scores.ts'

export interface Field {
  /** An event passes when any of these does. */
  accesses: Access[]
  /** Types of the values. */
  types: Set<string>
}

/** @throws Problem unknown-field, filter-needs-labels */
export function fieldOf(context: FilterContext, term: Term): Field {
  const builtIn = term.quotedField ? null : builtInField(context, term.field)
  const field = builtIn ?? columnField(context, term.field) ?? builtInField(context, term.field)
  if (field) return field
  throw missingField(context, term)
}

/** A name and where it stands in the filter, if it stands in one. */
interface Named {
  field: string
  column?: number
}

function placeOf({ field, column }: Named): { field: string; column?: number } {
  return column === undefined ? { field } : { field, column }
}

/** Why a name means nothing here. */
export function missingField(context: FilterContext, term: Named): Problem {
  if (term.field === 'label' || term.field === 'alert') return needsLabels(term)
  return SCORED.has(term.field) ? needsScores(term) : unknownField(context, term)
}

/** The columns that tell in one line what an event is. */
export function isMessageColumn(name: string): boolean {
  return /(?:^|\.)(?:message|commandline|command_line|_raw)$/i.test(name)
}

function builtInField({ core, labels, scores }: FilterContext, name: string): Field | null {
  const text = (...accesses: Access[]): Field => ({ accesses, types: new Set(['text']) })
  if (name === 'time') return { accesses: [timeAccess(core.time)], types: new Set(['time']) }
  if (name === 'host') return text(codedAccess(core.host))
  if (name === 'user') return text(...core.users.map(codedAccess))
  if (name === 'action') return text(codedAccess(core.action))
  if (name === 'source') return text(sourceAccess())
  if (name === 'label' && labels) return text(labelAccess(labels))
  if (name === 'alert' && labels) return text(alertAccess(labels))
  return scores && scoreField(scores, name)
}

const SCORED = new Set(['predicted', 'attack_score', 'expert'])

function scoreField({ predicted, attack, expert, scoring }: Scores, name: string): Field | null {
  const text = (access: Access): Field => ({ accesses: [access], types: new Set(['text']) })
  if (name === 'predicted') return text(namedAccess(predicted, scoring.answers))
  if (name === 'expert') return text(namedAccess(expert, scoring.experts))
  if (name === 'attack_score') return { accesses: [numberAccess(attack)], types: new Set(['number']) }
  return null
}

function columnField(context: FilterContext, name: string): Field | null {
  const found = columnsOf(context, name)
  return found && columnsField(context, found)
}

/** The columns that a name means, by source id; null where no capture has one. */
export function columnsNamed(context: FilterContext, name: string): Map<number, string[]> | null {
  const found = columnsOf(context, name)
  return found && new Map(found.map(({ id, columns }) => [id, columns.map((column) => column.name)]))
}

/**
 * A column exactly so named in each capture, or so named but for case; where no capture has one, every column whose last
 * part is the name (`CommandLine` for `event_data.CommandLine`). Null where there is none either.
 */
function columnsOf(
  context: FilterContext,
  name: string,
): { id: number; columns: Source['columns'] }[] | null {
  const lower = name.toLowerCase()
  const whole = context.sources.map(({ id, columns }) => ({ id, columns: named(columns, name) }))
  if (whole.some(({ columns }) => columns.length > 0)) return whole
  const byPart = context.sources.map(({ id, columns }) => ({
    id,
    columns: columns.filter((column) => column.name.toLowerCase().endsWith(`.${lower}`)),
  }))
  return byPart.some(({ columns }) => columns.length > 0) ? byPart : null
}

function named(columns: Source['columns'], name: string): Source['columns'] {
  const exact = columns.filter((column) => column.name === name)
  const lower = name.toLowerCase()
  return exact.length > 0
    ? exact
    : columns.filter((column) => column.name.toLowerCase() === lower).slice(0, 1)
}

/** An event passes when any of its capture's columns does: the k-th columns of all captures make one access. */
function columnsField(context: FilterContext, found: { id: number; columns: Source['columns'] }[]): Field {
  const width = Math.max(...found.map(({ columns }) => columns.length))
  const types = new Set(found.flatMap(({ columns }) => columns.map(({ type }) => type)))
  const accesses = Array.from({ length: width }, (_, k) => {
    const having = found.filter(({ columns }) => columns.length > k)
    return columnAccess(context, new Map(having.map(({ id, columns }) => [id, columns[k]!.name])))
  })
  return { accesses, types }
}

function needsLabels(term: Named): Problem {
  return new Problem('filter-needs-labels', `${term.field} needs a label set, and none is chosen.`, {
    where: placeOf(term),
    advice: 'Choose a label set, or lock one on the Labeling page first.',
  })
}

function needsScores(term: Named): Problem {
  return new Problem('filter-needs-scores', `${term.field} needs scores of a model, and none are chosen.`, {
    where: placeOf(term),
    advice: 'Choose scores, or score the captures with a stored model first.',
  })
}

function unknownField(context: FilterContext, term: Named): Problem {
  const names = new Set<string>(BUILT_IN)
  for (const { columns } of context.sources) for (const { name } of columns) names.add(name)
  const near = nearestNames(term.field, [...names])
  const place = term.column === undefined ? '' : ` (column ${term.column})`
  const advice = near.length > 0 ? `Did you mean ${near.join(', ')}? ` : ''
  return new Problem('unknown-field', `No capture has a field ${term.field}${place}.`, {
    where: placeOf(term),
    advice: `${advice}To look for text that holds an operator, put it in quotes.`,
  })
}

/** At most five names: those that end or begin alike first, then by edit distance. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const lower = wanted.toLowerCase()
  const limit = Math.max(2, Math.floor(lower.length / 3))
  return names
    .map((name) => ({ name, far: distance(lower, name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name)
}

function distance(wanted: string, name: string): number {
  const last = name.slice(name.lastIndexOf('.') + 1)
  if (last === wanted) return 0
  if (wanted.length >= 3 && (name.startsWith(wanted) || last.startsWith(wanted))) return 1
  return Math.min(editDistance(wanted, name), editDistance(wanted, last))
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
