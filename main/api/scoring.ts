/** Handlers of `scoring`: what stored models said of events, and having them say it. */
import { implement } from '@orpc/server'
import { scoring } from '../../preload/contract/scoring.ts'
import { listScorings } from '../case/results/scorings.ts'
import type { Workspace } from './workspace.ts'

export function scoringHandlers(w: Workspace) {
  const on = implement(scoring)
  return on.router({
    list: on.list.handler(() => listScorings(w.case)),
    start: on.start.handler(({ input }) => w.start(`Score with ${input.run}`, { kind: 'score', ...input })),
  })
}
