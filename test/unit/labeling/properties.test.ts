/** Labeling against brute force on random cases, and laws that must hold whatever the case. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert } from '../../../main/case/alerts.ts'
import type { EventCore } from '../../../main/case/evidence/core.ts'
import { applyRule, previewRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { strips } from '../../../main/labeling/strips.ts'
import type { Rule } from '../../../preload/contract/labeling.ts'
import { alert, core, rule } from './small-case.ts'

const users = ['ann', 'bob', 'C\\ann', 'unknown', 'WS$', '']
const time = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 30 }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
)
const someEvents = fc.array(
  fc.record({ at: time, users: fc.array(fc.constantFrom(...users), { maxLength: 3 }) }),
  { maxLength: 40, size: 'max' },
)
const someAlert = fc.record({
  at: fc.option(fc.integer({ min: -5, max: 35 })),
  users: fc.array(fc.constantFrom(...users), { maxLength: 2 }),
  name: fc.constantFrom('A', 'B', 'C', 'D', ''),
})
const someAlerts = fc
  .array(someAlert, { maxLength: 12, size: 'max' })
  .map((list) => list.map((one, i) => alert(i + 1, one)))
const someRule = fc
  .record({
    before: fc.integer({ min: 0, max: 15 }),
    after: fc.integer({ min: 0, max: 15 }),
    entity: fc.constantFrom('exact' as const, 'normalized' as const),
    conflict: fc.constantFrom('nearest' as const, 'all' as const, 'drop' as const),
    top: fc.integer({ min: 1, max: 4 }),
    excludeMachines: fc.boolean(),
  })
  .map((given) => rule(given))

function keys(accounts: readonly string[], by: Rule): Set<string> {
  const named = accounts.map((name) => (by.entity === 'exact' ? name : name.replace('C\\', '')))
  return new Set(
    named.filter((name) => name !== '' && !(by.excludeMachines && ['unknown', 'WS$'].includes(name))),
  )
}

/** All alerts whose window holds the event, nearest first. */
function holding(events: EventCore, event: number, alerts: readonly Alert[], by: Rule): Alert[] {
  const at = events.time[event]!
  const names = keys(
    events.users.map(({ codes, values }) => values[codes[event]!]!),
    by,
  )
  return alerts
    .filter((one) => one.fired !== null && at >= one.fired - by.before && at <= one.fired + by.after)
    .filter((one) => [...keys(one.users, by)].some((name) => names.has(name)))
    .toSorted(
      (a, b) => Math.abs(a.fired! - at) - Math.abs(b.fired! - at) || a.fired! - b.fired! || a.id - b.id,
    )
}

test('equals brute force, event by event', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, someRule, (list, alerts, by) => {
      const events = core(list)
      const { labeling, columns } = applyRule(buildIndex(events, alerts), by)
      const counts = new Map<string, number>()
      let conflicts = 0
      for (let event = 0; event < events.count; event++) {
        const holders = holding(events, event, alerts, by)
        const names = new Set(holders.map((one) => one.name || 'no name'))
        if (names.size > 1) conflicts++
        const dropped = by.conflict === 'drop' && names.size > 1
        const label = columns.labels[event]!
        const own = holders[0]?.name || 'no name'
        if (Number.isNaN(events.time[event])) expect(label).toBe(-3)
        else if (holders.length === 0) expect(label).toBe(0)
        else if (dropped) expect(label).toBe(-2)
        else expect(label === -1 ? !columns.classes.includes(own) : columns.classes[label] === own).toBe(true)
        expect(columns.alerts[event]).toBe(dropped ? -1 : (holders[0]?.id ?? -1))
        if (dropped) continue
        for (const name of by.conflict === 'all' ? names : holders.length > 0 ? [own] : []) {
          counts.set(name, (counts.get(name) ?? 0) + 1)
        }
        const further = [...(columns.all?.events ?? [])].flatMap((e, i) =>
          e === event ? [columns.all!.classes[i]!] : [],
        )
        const carried = [...names]
          .map((name) => columns.classes.indexOf(name))
          .filter((k) => k > 0 && k !== label)
        if (by.conflict === 'all') expect(further).toEqual(carried.toSorted((a, b) => a - b))
      }
      expect(labeling.conflicts).toBe(conflicts)
      for (const { name, events: counted } of labeling.byClass) expect(counted).toBe(counts.get(name) ?? 0)
    }),
    { numRuns: 400 },
  )
})

/** Rules of every kind, also those that are counted event by event. */
const anyRule = fc
  .tuple(
    someRule,
    fc.record(
      {
        conflict: fc.constantFrom('nearest' as const, 'all' as const, 'drop' as const, 'priority' as const),
        priority: fc.constantFrom<string[]>(['B', 'A']),
        windows: fc.constant({ C: { before: 3e6, after: 0 } }),
        matchHost: fc.boolean(),
        verdicts: fc.constant(1),
      },
      { requiredKeys: ['conflict'] },
    ),
  )
  .map(([by, more]): Rule => ({ ...by, ...more }))

test('counting without looking at the events gives what labeling them one by one gives', () => {
  const verdicts = [{ id: 1, event: 0, verdict: 'malicious' as const, class: 'A' }]
  fc.assert(
    fc.property(
      someEvents,
      someAlerts,
      fc.array(anyRule, { minLength: 1, maxLength: 4 }),
      (list, alerts, rules) => {
        const index = buildIndex(core(list), alerts, { verdicts })
        for (const by of rules)
          expect(previewRule(index, by)).toEqual(
            applyRule(buildIndex(core(list), alerts, { verdicts }), by).labeling,
          )
      },
    ),
    { numRuns: 1000 },
  )
})

test('the numbers add up', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, someRule, (list, alerts, by) => {
      const { labeling: one, columns } = applyRule(buildIndex(core(list), alerts), by)
      const count = (wanted: (label: number) => boolean) => columns.labels.filter(wanted).length
      expect(one.labeled + one.benign + one.dropped + one.withoutTime).toBe(one.events)
      expect(count((label) => label > 0) + one.apart).toBe(one.labeled)
      expect(count((label) => label === -1)).toBe(one.apart)
      expect(one.byClass.reduce((sum, each) => sum + each.alerts, 0)).toBe(one.alerts)
      expect(Object.values(one.unmatchedBy).reduce((sum, each) => sum + each, 0)).toBe(one.unmatchedAlerts)
      const sum = one.byClass.reduce((total, each) => total + each.events, 0)
      if (by.conflict === 'all') expect(sum).toBeGreaterThanOrEqual(one.labeled)
      else expect(sum).toBe(one.labeled)
    }),
  )
})

test('the order of the alerts does not matter', () => {
  const shuffled = someAlerts.chain((alerts) =>
    fc.tuple(fc.constant(alerts), fc.shuffledSubarray(alerts, { minLength: alerts.length })),
  )
  fc.assert(
    fc.property(someEvents, shuffled, someRule, (list, [alerts, other], by) => {
      expect(applyRule(buildIndex(core(list), other), by)).toEqual(
        applyRule(buildIndex(core(list), alerts), by),
      )
    }),
  )
})

test('a wider window never labels fewer events nor leaves more alerts unmatched', () => {
  const wider = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
  fc.assert(
    fc.property(someEvents, someAlerts, someRule, wider, (list, alerts, by, [before, after]) => {
      const index = buildIndex(core(list), alerts)
      const narrow = applyRule(index, { ...by, conflict: 'nearest' }).labeling
      const more = { before: by.before + before * 1e6, after: by.after + after * 1e6 }
      const wide = applyRule(index, { ...by, ...more, conflict: 'nearest' }).labeling
      expect(wide.labeled).toBeGreaterThanOrEqual(narrow.labeled)
      expect(wide.conflicts).toBeGreaterThanOrEqual(narrow.conflicts)
      expect(wide.unmatchedAlerts).toBeLessThanOrEqual(narrow.unmatchedAlerts)
    }),
  )
})

test('strips agree with the counts, page by page', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, someRule, (list, alerts, by) => {
      const events = core(list)
      const index = buildIndex(events, alerts)
      const { labeling } = applyRule(index, by)
      const every = strips(index, by, { offset: 0, limit: 500, only: 'every' })
      const unmatched = strips(index, by, { offset: 0, limit: 500, only: 'unmatched' })
      expect(every.total).toBe(alerts.length)
      expect(unmatched.total).toBe(labeling.unmatchedAlerts)
      expect(every.strips.filter((strip) => strip.unmatched)).toEqual(unmatched.strips)
      for (const [why, counted] of Object.entries(labeling.unmatchedBy)) {
        const reason = why as keyof typeof labeling.unmatchedBy
        const found = strips(index, by, { offset: 0, limit: 500, only: 'unmatched', reason })
        expect([found.total, ...new Set(found.strips.map(({ unmatched }) => unmatched))]).toEqual([
          counted,
          reason,
        ])
      }
      for (const strip of every.strips) {
        const one = alerts.find(({ id }) => id === strip.alert)!
        const caught = Array.from(events.time.keys()).filter(
          (event) => holding(events, event, [one], by).length > 0,
        )
        expect(strip.caught).toBe(caught.length)
        expect(strip.slices.reduce((sum, slice) => sum + slice, 0)).toBe(strip.caught)
      }
      const second = strips(index, by, { offset: 1, limit: 2, only: 'every' })
      expect(second.strips).toEqual(every.strips.slice(1, 3))
    }),
  )
})
