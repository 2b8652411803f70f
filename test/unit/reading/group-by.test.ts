/** Group-bys against a plain walk: every event is counted once, in the list, among the others, or as missing. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossSteps } from '../../../main/capture/reading/cross-table.ts'
import { groupSteps, groupWork } from '../../../main/capture/reading/group-by.ts'
import { select } from '../../../main/capture/reading/selection.ts'
import { exhaust } from '../../../main/capture/reading/steps.ts'
import { Tally } from '../../../main/capture/reading/tally.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { anyTable, build, shown } from './table.ts'
import type { PlainEvent } from './table.ts'

const ALL = { filter: '', labelSet: null, from: null, to: null }
const anyField = fc.constantFrom<keyof PlainEvent>(
  'host',
  'account',
  'EventID',
  'score',
  'evil',
  'Message',
  'at',
)
const anyFilter = fc.constantFrom('', 'admin', 'score>0', 'host:nobody', 'host:*')

/** Counts of what `of` says of each event. */
function tallied(events: readonly PlainEvent[], of: (event: PlainEvent) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(of(event), (counts.get(of(event)) ?? 0) + 1)
  return counts
}

test('one field and two are counted as a plain walk counts them, whatever the filter', () => {
  fc.assert(
    fc.property(
      anyTable,
      fc.uniqueArray(anyField, { minLength: 1, maxLength: 2 }),
      anyFilter,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(3, 200_000),
      (table, by, filter, limit, most) => {
        const { c, core, events } = build(table)
        const input = { ...ALL, filter, by, limit }
        const selection = select(c, core, input)
        const chosen = Array.from(selection.events, (event) => events[event]!)
        const found = exhaust(groupSteps(groupWork(c, core, selection, input), input, most))
        const plain = tallied(chosen, (event) => JSON.stringify(by.map((field) => shown(event, field))))
        const nothing = JSON.stringify(by.map(() => ''))
        expect(found.total).toBe(chosen.length)
        expect(found.missing).toBe(plain.get(nothing) ?? 0)
        for (const { values, count } of found.groups) expect(plain.get(JSON.stringify(values))).toBe(count)
        const listed = found.groups.reduce((sum, { count }) => sum + count, 0)
        expect(found.other).toBe(found.total - found.missing - listed)
        plain.delete(nothing)
        const counts = [...plain.values()].toSorted((a, b) => b - a).slice(0, limit)
        if (found.cut === null) {
          expect(found.groups.map(({ count }) => count)).toEqual(counts)
          expect(found.distinct).toBe(plain.size)
          return
        }
        const there = new Set(found.groups.map(({ values }) => JSON.stringify(values)))
        for (const [value, count] of plain)
          if (!there.has(value) && there.size < limit) expect(count).toBeLessThanOrEqual(found.cut)
      },
    ),
    { numRuns: 60 },
  )
})

test('a cross table holds every event exactly once, and its pairs are right', () => {
  fc.assert(
    fc.property(
      anyTable,
      fc.tuple(anyField, anyField),
      anyFilter,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      (table, by, filter, rows, columns) => {
        const { c, core, events } = build(table)
        const input = { ...ALL, filter, by, rows, columns }
        const selection = select(c, core, input)
        const chosen = Array.from(selection.events, (event) => events[event]!)
        const found = exhaust(crossSteps(groupWork(c, core, selection, input), input))
        const all = [...found.rows, found.otherRows, found.missingRows]
        expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(chosen.length)
        for (const { count, cells } of all) expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(count)
        for (const { value, cells } of found.rows)
          for (const [i, column] of found.columns.entries())
            expect(cells[i]).toBe(
              chosen.filter((event) => shown(event, by[0]) === value && shown(event, by[1]) === column.value)
                .length,
            )
      },
    ),
    { numRuns: 40 },
  )
})

test('an unknown field is refused', () => {
  const { c, core } = build([[[]]].slice(0, 0))
  const input = { ...ALL, by: ['nothing'] }
  expect(() => groupWork(c, core, select(c, core, input), input)).toThrow(Problem)
})

test('a tally drops no value of more events than it says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 40 }), { maxLength: 400 }),
      fc.integer({ min: 1, max: 8 }),
      (list, most) => {
        const tally = new Tally(most)
        const exact = new Map<string, number>()
        for (const value of list.map(String)) {
          tally.add(value, 1)
          exact.set(value, (exact.get(value) ?? 0) + 1)
        }
        const kept = new Map(tally.top(100).map(({ value, count }) => [value, count]))
        expect(tally.size).toBeLessThanOrEqual(2 * most)
        for (const [value, count] of exact) {
          const low = kept.get(value) ?? 0
          expect(low).toBeLessThanOrEqual(count)
          expect(low + tally.lowered).toBeGreaterThanOrEqual(count)
        }
      },
    ),
    { numRuns: 300 },
  )
})
