/** Handlers of `experts`: metrics at any threshold, and who spoke for an event. */
import { implement } from '@orpc/server'
import { experts, type Hearing } from '../../preload/contract/experts.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { getRun, type StoredScores } from '../case/results/runs.ts'
import type { EventCore } from '../case/evidence/core.ts'
import { parameterOf } from '../evaluation/decide.ts'
import { type HearingRow, hearings } from '../evaluation/hearings.ts'
import { atThreshold } from '../evaluation/stored.ts'
import type { Workspace } from './workspace.ts'

export function expertHandlers(w: Workspace) {
  const on = implement(experts)
  return on.router({
    at: on.at.handler(({ input: { run, protocol, threshold } }) =>
      atThreshold(panelOnly(w.scores(run, protocol)), getRun(w.case, run).summary.classes, threshold),
    ),
    hearings: on.hearings.handler(({ input }) => {
      const { run, protocol, strategy, threshold, ...query } = input
      const { summary, config } = getRun(w.case, run)
      const chosen = strategy === 'threshold' ? threshold : undefined
      const gating = { strategy, parameter: chosen ?? parameterOf(strategy, config.model) }
      const { total, rows } = hearings(w.scores(run, protocol), summary.classes, gating, query)
      return { total, rows: rows.map((row) => withEvent(w.core, row)) }
    }),
  })
}

/** @throws Problem no-threshold */
function panelOnly(stored: StoredScores): StoredScores {
  if (stored.form === 'panel') return stored
  throw new Problem(
    'no-threshold',
    'This system mixes its experts inside the network; there is no threshold.',
    {
      advice: 'Look at the gate weights by class instead.',
    },
  )
}

function withEvent(core: EventCore, row: HearingRow): Hearing {
  const time = core.time[row.event] ?? Number.NaN
  const text = ({ codes, values }: EventCore['host']): string => values[codes[row.event] ?? 0] ?? ''
  return {
    ...row,
    time: Number.isNaN(time) ? null : time,
    host: text(core.host),
    user: text(core.user),
    action: text(core.action),
  }
}
