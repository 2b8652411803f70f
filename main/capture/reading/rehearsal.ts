/**
 * The first question put to a case takes twice the time of the next: its code is compiled and its kernels are made meanwhile, and memory for chunks is
 * filled for the first time. So questions are put when the case is opened, as people will put them: a filter, a stretch of time, a page. The last of
 * them is about the events that a window shows first, whose chunks are unpacked in passing.
 */
import type { CaseFile } from '../../case/case-file.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { rises } from '../../case/evidence/rising.ts'
import { eventPage } from './page.ts'
import { checkSelection } from './selection.ts'

/** Events of the stretch. */
const MOST = 1000
/** As many as a window asks for. */
const LIMIT = 200

/** Does nothing where events are not in order of time: that they are put in order should be waited for when somebody wants it. */
export function rehearse(c: CaseFile, core: EventCore): void {
  if (core.count === 0 || !rises(core.time)) return
  try {
    for (const share of [1 / 3, 2 / 3, 0]) ask(c, core, Math.floor(core.count * share))
  } catch {
    // What is wrong with the case is told to whoever wants something of it.
  }
}

function ask(c: CaseFile, core: EventCore, first: number): void {
  const [from, to] = [core.time[first]!, core.time[Math.min(first + MOST, core.count) - 1]!]
  const input = { filter: 'host:* OR action:*', labelSet: null, from, to }
  checkSelection(c, core, input)
  eventPage(c, core, { ...input, offset: 0, limit: LIMIT, order: 'oldest' })
}
