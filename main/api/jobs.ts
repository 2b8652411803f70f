/** Handlers of `jobs`: list, follow, cancel. */
import { implement } from '@orpc/server'
import { jobs } from '../../preload/contract/jobs.ts'
import type { Workspace } from './workspace.ts'

export function jobHandlers(w: Workspace) {
  const on = implement(jobs)
  return on.router({
    list: on.list.handler(() => w.jobs.list()),
    watch: on.watch.handler(({ signal }) => w.jobs.watch(signal)),
    cancel: on.cancel.handler(({ input }) => {
      w.jobs.cancel(input.id)
      return {}
    }),
  })
}
