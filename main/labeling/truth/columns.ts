/** Truth columns of a case: which there are, and one of them over all captures. */
import { addText, columnChunks } from '../../case/evidence/columns.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { CodedBuilder } from '../../case/evidence/coded.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { listSources } from '../../case/evidence/sources.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { LabelIndex } from '../label-index.ts'
import { truthFrom, type Truth, type TruthKey } from './truth.ts'

/** Columns that are mapped as labels in any capture. */
export function truthColumns(c: CaseFile): string[] {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  return [...new Set(captures.flatMap(({ mapping }) => mapping?.labels ?? []))]
}

/** @throws Problem no-truth-column */
export function truthOfColumn(c: CaseFile, index: LabelIndex, column: string, key?: TruthKey): Truth {
  return truthFrom(column, wholeColumn(c, index.core, column), index.alerts, key)
}

function wholeColumn(c: CaseFile, core: EventCore, column: string) {
  const builder = new CodedBuilder(core.count)
  let found = false
  for (const [source, first] of core.firstEvent) {
    const chunks = columnChunks(c, source, column)
    found ||= chunks.some(({ type }) => type !== null)
    addText(builder, first, chunks)
  }
  if (found) return builder.finish()
  const labels = truthColumns(c)
  throw new Problem('no-truth-column', `No capture has a column "${column}".`, {
    where: { field: column },
    advice:
      labels.length > 0
        ? `Columns that hold labels here: ${labels.join(', ')}.`
        : 'Take a column name as the Evidence page lists it; nested names are joined by dots.',
  })
}
