/** A page of the event table. */
import type { EventRow } from '../../../preload/contract/events.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { locate } from '../../case/evidence/core.ts'
import type { EventCore } from '../../case/evidence/core.ts'
import { labelName, labelsOf } from './filter-context.ts'
import { answerName, expertName, scoresOf, type Scores } from './scores.ts'
import { MessageReader } from './message.ts'
import { select } from './selection.ts'
import type { SelectionInput } from './selection.ts'
import { exhaust } from './steps.ts'

export interface PageInput extends SelectionInput {
  offset: number
  limit: number
  order: 'oldest' | 'newest'
}

interface Page {
  total: number
  matched: number
  rows: EventRow[]
}

/**
 * @returns `total`: events of the case; `matched`: those selected; `rows`: the page of them, by time
 * @throws Problem filter-syntax, unknown-field, filter-needs-labels, no-such-label-set
 */
export function eventPage(c: CaseFile, core: EventCore, input: PageInput): Page {
  return exhaust(pageSteps(c, core, input))
}

/** The same in steps, one a row: each row of a filter with few hits may lie in a chunk of its own, to be unpacked for it. */
export function* pageSteps(c: CaseFile, core: EventCore, input: PageInput): Generator<void, Page> {
  const selection = select(c, core, input)
  const { length, timed } = selection
  const ids: number[] = []
  for (let i = input.offset; i < Math.min(length, input.offset + input.limit); i++) {
    // Events without a time stay last in both directions.
    ids.push(selection.at(input.order === 'newest' && i < timed ? timed - 1 - i : i))
  }
  return { total: core.count, matched: length, rows: yield* rowSteps(c, core, ids, input) }
}

/** These events as rows of the table, one a step. */
export function* rowSteps(
  c: CaseFile,
  core: EventCore,
  ids: readonly number[],
  input: Pick<SelectionInput, 'labelSet' | 'scoring'>,
): Generator<void, EventRow[]> {
  const labels = input.labelSet === null ? null : labelsOf(c, core, input.labelSet)
  const scores = input.scoring ? scoresOf(c, core, input.scoring) : null
  const messages = new MessageReader(c)
  const rows: EventRow[] = []
  for (const id of ids) {
    const { source, row } = locate(core, id)
    const time = core.time[id]!
    rows.push({
      id,
      source,
      time: Number.isNaN(time) ? null : time,
      host: core.host.values[core.host.codes[id]!]!,
      user: core.user.values[core.user.codes[id]!]!,
      action: core.action.values[core.action.codes[id]!]!,
      message: messages.of(source, row),
      label: labels ? labelName(labels, id) : '',
      ...(scores && scoredOf(scores, id)),
    })
    yield
  }
  return rows
}

/** Nothing for an event that was not scored. */
function scoredOf(scores: Scores, id: number): Pick<EventRow, 'scored'> {
  const attack = scores.attack[id] ?? Number.NaN
  if (Number.isNaN(attack)) return {}
  return { scored: { predicted: answerName(scores, id), attack, expert: expertName(scores, id) } }
}
