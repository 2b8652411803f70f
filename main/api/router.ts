/** The one router that both faces serve: every procedure of the contract, one file a domain. */
import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import { appHandlers } from './app.ts'
import { caseHandlers } from './cases.ts'
import { custodyHandlers } from './custody.ts'
import { evaluationHandlers } from './evaluation.ts'
import { eventHandlers } from './events.ts'
import { evidenceHandlers } from './evidence.ts'
import { experimentHandlers } from './experiments.ts'
import { expertHandlers } from './experts.ts'
import { exportHandlers } from './exports.ts'
import { jobHandlers } from './jobs.ts'
import { labelingHandlers } from './labeling.ts'
import { profileHandlers } from './profiles.ts'
import { reportHandlers } from './reports.ts'
import { scoringHandlers } from './scoring.ts'
import { suspectHandlers } from './suspects.ts'
import { wireError } from './wire-error.ts'
import type { Workspace } from './workspace.ts'

/** Inputs and outputs are checked by the contract's schemas before and after each handler. */
export function createRouter(w: Workspace) {
  return implement(contract).router({
    app: appHandlers(w),
    cases: caseHandlers(w),
    custody: custodyHandlers(w),
    evaluation: evaluationHandlers(w),
    events: eventHandlers(w),
    evidence: evidenceHandlers(w),
    experiments: experimentHandlers(w),
    experts: expertHandlers(w),
    exports: exportHandlers(w),
    jobs: jobHandlers(w),
    labeling: labelingHandlers(w),
    profiles: profileHandlers(w),
    reports: reportHandlers(w),
    scoring: scoringHandlers(w),
    suspects: suspectHandlers(w),
  })
}
export type Router = ReturnType<typeof createRouter>

/** Options of oRPC's handlers under either face: errors leave in one shape. */
export function handlerOptions(note: (error: unknown) => void) {
  return {
    clientInterceptors: [
      async ({ next }: { next: () => Promise<unknown> }) => {
        try {
          return await next()
        } catch (error) {
          throw wireError(error, note)
        }
      },
    ],
  }
}
