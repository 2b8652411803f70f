/** Handlers of `suspects`: rank a label set's labels, page through the queue, take people's verdicts. */
import { implement } from '@orpc/server'
import { suspects } from '../../preload/contract/suspects.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { listAlerts } from '../case/alerts.ts'
import { readFoldScores } from '../case/results/fold-scores.ts'
import { readLabels } from '../case/label-sets.ts'
import { listVerdicts } from '../case/verdicts.ts'
import { adjudicate } from '../labeling/adjudicate.ts'
import { standingVerdicts } from '../labeling/verdicts.ts'
import {
  openQueue,
  queueInfo,
  searchAgreement,
  suspectAlerts,
  suspectEvents,
  type Queue,
} from '../training/suspects/queue.ts'
import type { Workspace } from './workspace.ts'

export function suspectHandlers(w: Workspace) {
  const on = implement(suspects)
  const queue = rememberQueue(w)
  return on.router({
    find: on.find.handler(({ input }) => w.start('Look for wrong labels', { kind: 'suspects', ...input })),
    info: on.info.handler(({ input }) => {
      const found = queue(input.labelSet)
      return found && queueInfo(found)
    }),
    events: on.events.handler(({ input }) => {
      const standing = standingVerdicts(listVerdicts(w.case), Infinity)
      const { offset, limit, only } = input
      return suspectEvents(ranked(queue, input.labelSet), w.core, standing, {
        offset,
        limit,
        open: only === 'open',
      })
    }),
    alerts: on.alerts.handler(({ input: { labelSet, offset, limit } }) => {
      const rows = suspectAlerts(ranked(queue, labelSet), listAlerts(w.case))
      return { total: rows.length, rows: rows.slice(offset, offset + limit) }
    }),
    searches: on.searches.handler(({ input }) => {
      const found = queue(input.labelSet)
      return found ? searchAgreement(found, listAlerts(w.case)) : []
    }),
    verdicts: on.verdicts.handler(() => listVerdicts(w.case)),
    adjudicate: on.adjudicate.handler(({ input }) => {
      const saved = adjudicate(w.case, w.core, input)
      w.forgetVerdicts()
      return saved
    }),
  })
}

function ranked(queue: (set: string) => Queue | null, set: string): Queue {
  const found = queue(set)
  if (found) return found
  throw new Problem('not-ranked', `The labels of ${set} were not ranked yet.`, {
    advice: 'Look for wrong labels first.',
  })
}

/** The queue that was asked for last, until its label set is ranked again. */
function rememberQueue(w: Workspace): (set: string) => Queue | null {
  let known: { path: string; set: string; hash: string; queue: Queue } | undefined
  return (set) => {
    const scores = readFoldScores(w.case, set)
    if (!scores) return null
    const { path } = w.case
    if (known?.path !== path || known.set !== set || known.hash !== scores.hash)
      known = { path, set, hash: scores.hash, queue: openQueue(scores, readLabels(w.case, set)) }
    return known.queue
  }
}
