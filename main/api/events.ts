/** Handlers of `events`: pages, histogram, one record, names for a filter. */
import { implement } from '@orpc/server'
import { events } from '../../preload/contract/events.ts'
import { fieldInfos } from '../capture/reading/fields.ts'
import { eventHistogram } from '../capture/reading/histogram.ts'
import { eventPage } from '../capture/reading/page.ts'
import { eventRecord } from '../capture/reading/record.ts'
import type { Workspace } from './workspace.ts'

export function eventHandlers(w: Workspace) {
  const on = implement(events)
  return on.router({
    page: on.page.handler(({ input }) => eventPage(w.case, w.core, input)),
    histogram: on.histogram.handler(({ input }) => eventHistogram(w.case, w.core, input)),
    record: on.record.handler(({ input }) => eventRecord(w.case, w.core, input.id)),
    fields: on.fields.handler(() => fieldInfos(w.case)),
  })
}
