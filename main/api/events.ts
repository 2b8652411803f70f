/** Handlers of `events`: searches, counts, pages, histogram, one record, names for a filter. */
import { implement } from '@orpc/server'
import { events, type EventSelection, type SearchPoint } from '../../preload/contract/events.ts'
import type { CaseFile } from '../case/case-file.ts'
import type { EventCore } from '../case/evidence/core.ts'
import { crossSteps } from '../capture/reading/cross-table.ts'
import { fieldSteps } from '../capture/reading/fields.ts'
import { groupReader } from '../capture/reading/group-field.ts'
import { type Fraction, type GroupWork, groupSteps, groupWork } from '../capture/reading/group-by.ts'
import { eventHistogram } from '../capture/reading/histogram.ts'
import { pageSteps } from '../capture/reading/page.ts'
import { eventRecord } from '../capture/reading/record.ts'
import { FirstHits } from '../capture/reading/first-hits.ts'
import { search } from '../capture/reading/search.ts'
import { checkSelection, type Selection, type SelectionPoint } from '../capture/reading/selection.ts'
import { listIndexes, removeIndex } from '../capture/reading/word-index.ts'
import { getSource } from '../case/evidence/sources.ts'
import { breathing } from '../capture/reading/steps.ts'
import { told } from './told.ts'
import type { Workspace } from './workspace.ts'

export function eventHandlers(w: Workspace) {
  const on = implement(events)
  return on.router({
    search: on.search.handler(({ input, signal }) => {
      checkSelection(w.case, w.readingCore, input)
      return searchPoints(w.case, w.readingCore, input, signal)
    }),
    groups: on.groups.handler(({ input, signal }) =>
      counts(w.case, w.readingCore, input, signal, (work) => groupSteps(work, input)),
    ),
    cross: on.cross.handler(({ input, signal }) =>
      counts(w.case, w.readingCore, input, signal, (work) => crossSteps(work, input)),
    ),
    page: on.page.handler(async ({ input, signal }) => {
      await search(w.case, w.readingCore, input, { signal })
      return breathing(pageSteps(w.case, w.readingCore, input), undefined, signal)
    }),
    histogram: on.histogram.handler(async ({ input, signal }) => {
      await search(w.case, w.readingCore, input, { signal })
      return eventHistogram(w.case, w.readingCore, input)
    }),
    indexes: on.indexes.handler(() => listIndexes(w.case)),
    buildIndex: on.buildIndex.handler(({ input }) =>
      w.start(`Index ${getSource(w.case, input.source).name}`, { kind: 'index', source: input.source }),
    ),
    removeIndex: on.removeIndex.handler(({ input }) => {
      removeIndex(w.case, input.source)
      return listIndexes(w.case)
    }),
    record: on.record.handler(({ input }) => eventRecord(w.case, w.readingCore, input.id)),
    fields: on.fields.handler(({ signal }) => breathing(fieldSteps(w.case), undefined, signal)),
  })
}

/** The first hits as soon as there are any, then how far it is, then the end. */
async function* searchPoints(
  c: CaseFile,
  core: EventCore,
  input: EventSelection,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchPoint, void> {
  const hits = new FirstHits(c, core, input)
  const stream = told<SelectionPoint, Selection>(
    (look, stop) => search(c, core, input, { signal: stop, look }),
    signal,
  )
  for await (const step of stream) {
    if ('point' in step) yield { done: false, fraction: step.point.fraction, ...(await hits.of(step.point)) }
    else yield { done: true, fraction: 1, matched: step.result.length, rows: [] }
  }
}

/** What is wrong with the input is told before the stream begins. */
function counts<T>(
  c: CaseFile,
  core: EventCore,
  input: CountInput,
  signal: AbortSignal | undefined,
  steps: (work: GroupWork) => Generator<Fraction, T>,
): AsyncGenerator<Counted<T>, void> {
  const context = checkSelection(c, core, input)
  for (const name of input.by) groupReader(context, name)
  return countPoints(c, core, input, signal, steps)
}

type CountInput = EventSelection & { by: readonly string[] }
interface Counted<T> {
  fraction: number
  result: T | null
}

async function* countPoints<T>(
  c: CaseFile,
  core: EventCore,
  input: CountInput,
  signal: AbortSignal | undefined,
  steps: (work: GroupWork) => Generator<Fraction, T>,
): AsyncGenerator<Counted<T>, void> {
  const stream = told<Fraction, T>(async (look, stop) => {
    const selection = await search(c, core, input, { signal: stop })
    return breathing(steps(groupWork(c, core, selection, input)), look, stop)
  }, signal)
  for await (const step of stream) {
    if ('point' in step) yield { fraction: step.point.fraction, result: null }
    else yield { fraction: 1, result: step.result }
  }
}
