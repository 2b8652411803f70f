/** Handlers of `custody`: the log, and whether its chain is whole. */
import { implement } from '@orpc/server'
import { custody } from '../../preload/contract/custody.ts'
import { checkCustody, custodyEntries } from '../case/custody.ts'
import type { Workspace } from './workspace.ts'

export function custodyHandlers(w: Workspace) {
  const on = implement(custody)
  return on.router({
    log: on.log.handler(({ input }) => ({
      ...checkCustody(w.case),
      entries: custodyEntries(w.case, input.offset, input.limit),
    })),
  })
}
