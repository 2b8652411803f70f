/** Pages that go to and fro between chunks too large to be kept: what was let go of in between is read again, and says the same. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { type EventCore, loadCore } from '../../../main/case/evidence/core.ts'
import { readRow } from '../../../main/case/evidence/row.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { rehearse } from '../../../main/capture/reading/rehearsal.ts'
import { addCapture, chunkOf, integers, newCase, times } from '../case/fixtures.ts'

const ROWS = 40_000
const CHUNKS = 3
const lineOf = (event: number): string => `${event} `.repeat(2).padEnd(200, `${event % 7}`)

/** Each chunk has 8 MB of texts, all different; a day begins with each. */
function largeCase(): { c: CaseFile; core: EventCore } {
  const c = newCase()
  const values = (chunk: number): string[] => [
    '',
    ...Array.from({ length: ROWS }, (_, row) => lineOf(chunk * ROWS + row)),
  ]
  const chunks = Array.from({ length: CHUNKS }, (_, chunk) =>
    chunkOf(
      {
        at: times(...Array.from({ length: ROWS }, (_, row) => (chunk * ROWS + row) * 1000)),
        host: {
          type: 'text',
          values: ['', 'a', 'b'],
          codes: Uint32Array.from({ length: ROWS }, (_, i) => i % 3),
        },
        args: {
          type: 'text',
          values: values(chunk),
          codes: Uint32Array.from({ length: ROWS }, (_, i) => i + 1),
        },
        size: integers(...Array.from({ length: ROWS }, (_, row) => row % 900)),
      },
      chunk * ROWS * 10,
    ),
  )
  addCapture(c, chunks, { mapping: { time: 'at', host: 'host' } })
  return { c, core: loadCore(c) }
}

const ALL = { filter: '', labelSet: null, from: null, to: null, order: 'oldest' } as const

test('every page says what its events hold, whatever was read before', () => {
  const { c, core } = largeCase()
  rehearse(c, core)
  const offset = fc.oneof(
    fc.nat(CHUNKS * ROWS - 1),
    // Across the border of two chunks.
    fc.integer({ min: 1, max: CHUNKS - 1 }).map((border) => border * ROWS - 3),
  )
  fc.assert(
    fc.property(fc.array(offset, { minLength: 1, maxLength: 12 }), (offsets) => {
      for (const at of offsets) {
        const { rows } = eventPage(c, core, { ...ALL, offset: at, limit: 6 })
        expect(rows.map(({ id, message }) => [id, message])).toEqual(
          rows.map(({ id }) => [id, `args=${lineOf(id)}`.replace(/\s+/g, ' ').trim()]),
        )
        expect(rows[0]!.id).toBe(at)
        expect(readRow(c, 1, at).get('args')).toBe(lineOf(at))
      }
    }),
    { numRuns: 40 },
  )
})

test('a filter far apart gives the same page twice', () => {
  const { c, core } = largeCase()
  const asked = { ...ALL, filter: 'size:899', offset: 0, limit: 200 }
  const page = eventPage(c, core, asked)
  const expected = Array.from({ length: CHUNKS * ROWS }, (_, id) => id).filter(
    (id) => (id % ROWS) % 900 === 899,
  )
  expect(page.rows.map(({ id }) => id)).toEqual(expected.slice(0, 200))
  expect(page.rows.every(({ id, message }) => message.startsWith(`args=${id} ${id}`))).toBe(true)
  expect(eventPage(c, core, asked)).toEqual(page)
})

test('a case is opened though what its first page shows is damaged', () => {
  const { c, core } = largeCase()
  c.db.prepare("UPDATE column_chunks SET data = zeroblob(900) WHERE name = 'args' AND ordinal = 0").run()
  expect(() => rehearse(c, core)).not.toThrow()
  expect(() => eventPage(c, core, { ...ALL, offset: 0, limit: 5 })).toThrow(
    expect.objectContaining({ code: 'case-corrupt' }),
  )
  expect(eventPage(c, core, { ...ALL, offset: ROWS, limit: 5 }).rows).toHaveLength(5)
})
