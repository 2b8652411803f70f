/** Handlers of `labeling`: try a rule in memory, see what each alert caught, store the labels. */
import { implement } from '@orpc/server'
import { z } from 'zod'
import { labeling, Rule } from '../../preload/contract/labeling.ts'
import type { TruthChoice } from '../../preload/contract/labeling-sweep.ts'
import { listLabelSets } from '../case/label-sets.ts'
import { listVerdicts } from '../case/verdicts.ts'
import { previewRule } from '../labeling/apply-rule.ts'
import { hostClocks } from '../labeling/clocks/skew.ts'
import type { LabelIndex } from '../labeling/label-index.ts'
import { lockColumn } from '../labeling/column.ts'
import { labelColumns } from '../labeling/label-columns.ts'
import { lockLabels } from '../labeling/lock.ts'
import { chosenTruth, measureStability, measureSweep } from '../labeling/sweep/measure.ts'
import { strips } from '../labeling/strips.ts'
import { entityTable } from '../labeling/tables/entities.ts'
import { classMeetings } from '../labeling/tables/meetings.ts'
import { searchTable } from '../labeling/tables/searches.ts'
import { truthColumns } from '../labeling/truth/columns.ts'
import type { Truth } from '../labeling/truth/truth.ts'
import { standingVerdicts } from '../labeling/verdicts.ts'
import type { Workspace } from './workspace.ts'

export function labelingHandlers(w: Workspace) {
  const on = implement(labeling)
  const truth = rememberTruth(w)
  return on.router({
    preview: on.preview.handler(async ({ input }) => {
      const index = await w.indexFor(input)
      const started = performance.now()
      const counts = previewRule(index, input)
      return { labeling: counts, milliseconds: performance.now() - started }
    }),
    strips: on.strips.handler(async ({ input: { rule, ...page } }) =>
      strips(await w.indexFor(rule), rule, page),
    ),
    lock: on.lock.handler(({ input }) => lockLabels(w.case, input.rule, input.name, w.index)),
    list: on.list.handler(() => listLabelSets(w.case)),
    truths: on.truths.handler(() => ({
      columns: truthColumns(w.case),
      verdicts: standingVerdicts(listVerdicts(w.case), Infinity).size,
    })),
    sweep: on.sweep.handler(async ({ input }) =>
      measureSweep(await w.indexFor(input.rule), input, truth(input.truth)),
    ),
    entities: on.entities.handler(async ({ input: { rule } }) =>
      page(entityTable(await w.indexFor(rule), rule)),
    ),
    meetings: on.meetings.handler(async ({ input: { rule } }) =>
      page(classMeetings(await w.indexFor(rule), rule)),
    ),
    searches: on.searches.handler(async ({ input: { rule, truth: choice } }) =>
      page(searchTable(await w.indexFor(rule), rule, truth(choice))),
    ),
    clocks: on.clocks.handler(async ({ input: { rule }, signal }) =>
      hostClocks(await w.indexFor(clockRule(rule)), rule, signal),
    ),
    schema: on.schema.handler(() => z.toJSONSchema(Rule, { io: 'input' })),
    stability: on.stability.handler(async ({ input, signal }) =>
      measureStability(await w.indexFor(input.rule), input, truth(input.truth), { signal }),
    ),
    columns: on.columns.handler(() => labelColumns(w.case, w.core)),
    lockColumn: on.lockColumn.handler(({ input }) => lockColumn(w.case, input, w.core)),
  })
}

/** What clocks are told by: events on the alert's own host, as their clocks have it. */
function clockRule(rule: Rule): Rule {
  const { skew: _, ...plain } = rule
  return { ...plain, matchHost: true }
}

const MOST_ROWS = 2000

function page<T>(rows: T[]): { total: number; rows: T[] } {
  return { total: rows.length, rows: rows.slice(0, MOST_ROWS) }
}

/** The truth that was asked for last, kept while the case's evidence stays as it is. */
function rememberTruth(w: Workspace): (choice: TruthChoice | null) => Truth | null {
  let known: { index: LabelIndex; key: string; truth: Truth | null } | undefined
  return (choice) => {
    const { index } = w
    const key = JSON.stringify(choice)
    if (known?.index !== index || known.key !== key)
      known = { index, key, truth: chosenTruth(w.case, index, choice) }
    return known.truth
  }
}
