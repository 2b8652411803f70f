/** The columns of the captures that are known to hold labels, with their values, for choosing one. */
import type { CaseFile } from '../case/case-file.ts'
import type { EventCore } from '../case/evidence/core.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { LabelColumn } from '../../preload/contract/label-column.ts'
import { readsBenign } from './benign-words.ts'
import { readCarried } from './column.ts'
import { countValues } from './column-rule.ts'

const SHOWN = 100

export function labelColumns(c: CaseFile, core: EventCore): LabelColumn[] {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  const names = new Set(captures.flatMap(({ mapping }) => mapping?.labels ?? []))
  return [...names].map((column) => {
    const carried = readCarried(c, core, [column])
    const values = countValues(carried)
    const missing = values.get('') ?? 0
    values.delete('')
    const shown = [...values].toSorted((a, b) => b[1] - a[1]).slice(0, SHOWN)
    return {
      column,
      sources: carried.map(({ source }) => source.id),
      missing,
      distinct: values.size,
      values: shown.map(([value, events]) => ({ value, events, benign: readsBenign(value) })),
    }
  })
}
