/** The tables beside a rule count what the rule labels: accounts, pairs of classes, alert rules. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { entityTable } from '../../../main/labeling/tables/entities.ts'
import { classMeetings } from '../../../main/labeling/tables/meetings.ts'
import { searchTable } from '../../../main/labeling/tables/searches.ts'
import { truthFrom } from '../../../main/labeling/truth/truth.ts'
import { alert, coded, core, rule } from './small-case.ts'

const user: fc.Arbitrary<string> = fc.constantFrom('ann', 'bob')
const someEvents = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    users: fc.array(user, { maxLength: 2 }),
    truth: fc.constantFrom('A', 'B', 'benign'),
  }),
  { maxLength: 30, size: 'max' },
)
const someAlerts = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 30 }),
      users: fc.array(user, { maxLength: 2 }),
      name: fc.constantFrom('A', 'B', 'C'),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((one, i) => alert(i + 1, one)))

test('each table equals counting by hand', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, fc.integer({ min: 0, max: 9 }), (list, alerts, after) => {
      const index = buildIndex(core(list), alerts)
      const by = rule({ before: 2, after })
      const truth = truthFrom('truth', coded(list.map((one) => one.truth)), alerts, 'name')
      const held = list.map(({ at, users }) =>
        alerts.filter((one) => {
          const since = at - one.fired! / 1e6
          return since >= -2 && since <= after && one.users.some((name) => users.includes(name))
        }),
      )
      for (const row of entityTable(index, by)) {
        const own = list.filter(({ users }) => users.includes(row.name))
        const caught = own.filter(({ at }) =>
          alerts.some((one) => {
            const since = at - one.fired! / 1e6
            return one.users.includes(row.name) && since >= -2 && since <= after
          }),
        )
        expect([row.events, row.caught]).toEqual([own.length, caught.length])
        expect(row.alerts).toBe(alerts.filter((one) => one.users.includes(row.name)).length)
      }
      const names = held.map((holders) => new Set(holders.map(({ name }) => name)))
      for (const { a, b, events } of classMeetings(index, by))
        expect(events).toBe(names.filter((set) => set.has(a) && set.has(b)).length)
      const meet = classMeetings(index, by).reduce((sum, one) => sum + one.events, 0)
      expect(meet > 0).toBe(applyRule(index, by).labeling.conflicts > 0)
      for (const row of searchTable(index, by, truth)) {
        const covered = names.flatMap((set, event) => (set.has(row.name) ? [event] : []))
        expect(row.covered).toBe(covered.length)
        expect(row.overlap).toBe(covered.filter((event) => names[event]!.size > 1).length)
        expect(row.conflict).toBe(row.overlap)
        expect(row.known).toBe(covered.length)
        expect(row.right).toBe(covered.filter((event) => list[event]!.truth === row.name).length)
      }
    }),
    { numRuns: 300 },
  )
})
