/** Handlers of `evaluation`: every number of a run, and the events behind a confusion cell. */
import { implement } from '@orpc/server'
import { evaluation } from '../../preload/contract/evaluation.ts'
import { getEvaluation, getRun } from '../case/results/runs.ts'
import { circularityOf } from '../evaluation/circularity.ts'
import { parameterOf } from '../evaluation/decide.ts'
import { cellEvents } from '../evaluation/stored.ts'
import type { Workspace } from './workspace.ts'

export function evaluationHandlers(w: Workspace) {
  const on = implement(evaluation)
  return on.router({
    circularity: on.circularity.handler(({ input: { run, truth } }) =>
      circularityOf(w.case, run, truth, () => w.index),
    ),
    get: on.get.handler(({ input }) => getEvaluation(w.case, input.run)),
    cell: on.cell.handler(({ input }) => {
      const { run, protocol, strategy, truth, predicted, limit } = input
      const parameter = parameterOf(strategy, getRun(w.case, run).config.model)
      return cellEvents(w.scores(run, protocol), { strategy, parameter }, { truth, predicted }, limit)
    }),
  })
}
