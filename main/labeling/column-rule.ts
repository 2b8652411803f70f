/** From what a person says of a label column to a rule that leaves nothing open: which captures, which values mean benign. */
import type { z } from 'zod'
import type { CaseFile } from '../case/case-file.ts'
import { listSources } from '../case/evidence/sources.ts'
import { listing } from '../../preload/figures/format.ts'
import type { ColumnRequest, ColumnRule } from '../../preload/contract/label-column.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { readsBenign, valueKey } from './benign-words.ts'
import type { Carried } from './column.ts'

export interface Told {
  /** Events by class name. */
  classes: Map<string, number>
  /** Per capture, per code of its column: the class, '' for benign, null for no label. */
  names: (string | null)[][]
}

/** A column of more different values names events, not classes. */
const MOST_VALUES = 1000

/** @throws Problem `no-such-column`, `no-such-source`, `benign-unknown`, `not-a-label` */
export function decideRule(
  c: CaseFile,
  asked: z.output<typeof ColumnRequest>,
  carried: readonly Carried[],
): ColumnRule {
  demandColumn(c, asked, carried)
  const values = countValues(carried)
  if (values.size > MOST_VALUES) throw notALabel(asked.columns, values.size)
  const benign = asked.benign ?? recognized(values)
  const found = new Set([...values.keys()].map(valueKey))
  const unknown = (asked.benign ?? []).filter(
    (value) => !found.has(valueKey(value)) && valueKey(value) !== '',
  )
  if (benign.length === 0 || unknown.length > 0) throw benignUnknown(asked.columns, values, unknown)
  const sources = carried.map(({ source }) => source.id)
  const { columns, top, binary } = asked
  return { kind: 'column', columns, benign: benign.map(valueKey), top, ...(binary && { binary }), sources }
}

/** A column of very many numbers is a measure, in which 0 is no verdict. */
const MOST_NUMBERS = 64

function recognized(values: Map<string, number>): string[] {
  const keys = [...new Set([...values.keys()].map(valueKey))]
  const measure = keys.length > MOST_NUMBERS && keys.every((key) => key === '' || !Number.isNaN(Number(key)))
  return measure ? [] : keys.filter(readsBenign).sort()
}

/** Events by value, over all captures; '' is an empty cell. */
export function countValues(carried: readonly Carried[]): Map<string, number> {
  const all = new Map<string, number>()
  for (const { data } of carried) {
    const counts = new Uint32Array(data.values.length)
    for (const code of data.codes) counts[code]! += 1
    data.values.forEach((value, code) => {
      if (counts[code]! > 0) all.set(value, (all.get(value) ?? 0) + counts[code]!)
    })
  }
  return all
}

function demandColumn(c: CaseFile, asked: z.output<typeof ColumnRequest>, carried: readonly Carried[]): void {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  const strangers = (asked.sources ?? []).filter((id) => !captures.some((capture) => capture.id === id))
  if (strangers.length > 0)
    throw new Problem('no-such-source', `The case has no capture number ${strangers.join(', ')}.`, {
      where: { file: c.path },
      advice: 'List the evidence to see what there is.',
    })
  const without = (asked.sources ?? []).filter((id) => !carried.some(({ source }) => source.id === id))
  if (carried.length > 0 && without.length === 0) return
  const known = [...new Set(captures.flatMap(({ mapping }) => mapping?.labels ?? []))]
  const where = without.length > 0 ? `Capture ${without.join(', ')} has` : 'No capture has'
  throw new Problem(
    'no-such-column',
    `${where} ${without.length > 0 ? 'no' : 'a'} column ${asked.columns.map((name) => `"${name}"`).join(' or ')}.`,
    {
      where: { field: 'columns' },
      advice:
        known.length > 0
          ? `Columns that hold labels here: ${listing(known, 12)}.`
          : 'No column of the captures is known to hold labels; name one as the Experiments page lists it.',
    },
  )
}

function benignUnknown(columns: string[], values: Map<string, number>, unknown: string[]): Problem {
  const most = [...values].toSorted((a, b) => b[1] - a[1]).slice(0, 12)
  const list = most
    .map(([value, events]) => `${value === '' ? '(empty)' : `"${value}"`} ${events}`)
    .join(', ')
  const what =
    unknown.length > 0
      ? `No event has ${unknown.map((value) => `"${value}"`).join(' or ')} in ${columns.join(', ')}`
      : `Which value of ${columns.join(', ')} means benign is not plain`
  return new Problem(
    'benign-unknown',
    `${what}. Its values: ${list}${values.size > most.length ? ', …' : ''}.`,
    {
      where: { field: 'benign' },
      advice: 'Name the value or values that mean benign.',
    },
  )
}

function notALabel(columns: string[], values: number): Problem {
  return new Problem(
    'not-a-label',
    `${columns.join(', ')} has ${values} different values; a label names a few classes.`,
    {
      where: { field: 'columns' },
      advice: 'Choose the column that names the kind of event.',
    },
  )
}
