/** A small case of random captures, beside the same rows as plain objects: what filters must agree about. */
import * as fc from 'fast-check'
import { onTestFinished } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { timeText } from '../../../main/case/evidence/cell-text.ts'
import type { ColumnData } from '../../../main/case/evidence/chunks.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import type { EventCore } from '../../../main/case/evidence/core.ts'
import { addCapture, booleans, chunkOf, integers, newCase, numbers, text, times } from '../case/fixtures.ts'

/** One event; '' and NaN are missing. */
export interface PlainEvent {
  at: number
  host: string
  account: string
  target: string
  EventID: number
  score: number
  evil: number
  Message: string
}

/** 2024-01-01T00:00:00Z */
export const EPOCH = 1_704_067_200_000_000
export const TEXTS = [
  '',
  'admin',
  'Administrator',
  'CORP\\admin',
  'bob',
  '-',
  '-\nbob\nCORP\\admin',
  'rundll32 a*b?',
  'x y (z) "q"',
  '4688',
]

export const anyEvent: fc.Arbitrary<PlainEvent> = fc.record({
  at: fc.oneof(
    fc.constant(NaN),
    fc.integer({ min: 0, max: 200 }).map((hours) => EPOCH + hours * 3_600_000_000),
  ),
  host: fc.constantFrom('', 'DC01', 'dc01', 'WS-7'),
  account: fc.constantFrom(...TEXTS),
  target: fc.constantFrom(...TEXTS),
  EventID: fc.constantFrom(NaN, 1, 4624, 4688),
  score: fc.constantFrom(NaN, -1.5, 0, 0.5, 0.8, 1e300, -Infinity),
  evil: fc.constantFrom(0, 1, 255),
  Message: fc.constantFrom(...TEXTS),
})

/** Captures, each of several chunks; the second keeps EventID as text, as a messy file would make it. */
export const anyTable = fc.array(
  fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
  {
    minLength: 1,
    maxLength: 3,
  },
)

export function build(captures: PlainEvent[][][]): { c: CaseFile; core: EventCore; events: PlainEvent[] } {
  const c = newCase()
  captures.forEach((chunks, number) => {
    addCapture(
      c,
      chunks.map((rows) => chunkOf(columnsOf(rows, number === 1))),
      {
        name: `capture ${number}`,
        mapping: { time: 'at', host: 'host', users: ['account', 'target'], action: 'EventID' },
      },
    )
  })
  onTestFinished(() => c.close())
  return { c, core: loadCore(c), events: captures.flat(2) }
}

function columnsOf(rows: PlainEvent[], idAsText: boolean): Record<string, ColumnData> {
  const ids = rows.map(({ EventID }) => EventID)
  return {
    at: times(...rows.map(({ at }) => at)),
    host: text(...rows.map(({ host }) => host)),
    account: text(...rows.map(({ account }) => account)),
    target: text(...rows.map(({ target }) => target)),
    EventID: idAsText ? text(...ids.map((id) => (Number.isNaN(id) ? '' : String(id)))) : integers(...ids),
    score: numbers(...rows.map(({ score }) => score)),
    evil: booleans(...rows.map(({ evil }) => evil)),
    Message: text(...rows.map(({ Message }) => Message)),
  }
}

/** A field of an event as text. */
export function shown(event: PlainEvent, field: keyof PlainEvent): string {
  const value = event[field]
  if (typeof value === 'string') return value
  if (field === 'at') return timeText(value)
  if (field === 'evil') return value === 255 ? '' : String(value === 1)
  return Number.isNaN(value) ? '' : String(value)
}
