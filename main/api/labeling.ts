/** Handlers of `labeling`: try a rule in memory, see what each alert caught, store the labels. */
import { implement } from '@orpc/server'
import { labeling } from '../../preload/contract/labeling.ts'
import { listLabelSets } from '../case/label-sets.ts'
import { previewRule } from '../labeling/apply-rule.ts'
import { lockLabels } from '../labeling/lock.ts'
import { strips } from '../labeling/strips.ts'
import type { Workspace } from './workspace.ts'

export function labelingHandlers(w: Workspace) {
  const on = implement(labeling)
  return on.router({
    preview: on.preview.handler(({ input }) => {
      const { index } = w
      const started = performance.now()
      const counts = previewRule(index, input)
      return { labeling: counts, milliseconds: performance.now() - started }
    }),
    strips: on.strips.handler(({ input: { rule, ...page } }) => strips(w.index, rule, page)),
    lock: on.lock.handler(({ input }) => lockLabels(w.case, input.rule, input.name, w.index)),
    list: on.list.handler(() => listLabelSets(w.case)),
  })
}
