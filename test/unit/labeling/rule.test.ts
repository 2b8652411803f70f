/** The full rule: hosts, SIDs, own classes, priorities, windows by class, clocks and verdicts, against plain reasoning. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert } from '../../../main/case/alerts.ts'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex, type IndexExtras } from '../../../main/labeling/label-index.ts'
import { ruleHash, tidyRule } from '../../../main/labeling/rule.ts'
import { strips } from '../../../main/labeling/strips.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { alert, coded, core, rule, second } from './small-case.ts'

interface Happened {
  at: number
  users: string[]
  host?: string
}

function caseOf(events: Happened[], alerts: Alert[], extras?: IndexExtras) {
  const plain = core(events)
  return buildIndex({ ...plain, host: coded(events.map(({ host }) => host ?? '')) }, alerts, extras)
}
const idsOf = (index: ReturnType<typeof caseOf>, by: Rule) => [...applyRule(index, by).columns.alerts]

test('old rules keep their hashes: what says nothing is left out', () => {
  const old = rule({ after: 60 })
  // SHA-256 of the canonical JSON of the first eight settings, as label sets from before the others carry it.
  expect(ruleHash(Rule.parse({}))).toBe('a050e2354e4e7a996527d0083e9dad6c42be7e1fd9e39cf31b6653f0b62dae56')
  expect(tidyRule({ ...old, matchHost: false, exclude: [], windows: {}, priority: ['A'] })).toEqual(old)
  expect(ruleHash({ ...old, sids: {}, classes: {} })).toBe(ruleHash(old))
  expect(ruleHash({ ...old, matchHost: true })).not.toBe(ruleHash(old))
  expect(Object.keys(tidyRule(old))).toHaveLength(8)
})

test('names are compared as the rule says', () => {
  const events = ['CORP\\Ann', 'ann@corp.example', 'OTHER\\ann', 'ann', 'Ann'].map((user) => ({
    at: 1,
    users: [user],
  }))
  const caught = (user: string, entity: Rule['entity']) =>
    idsOf(caseOf(events, [alert(1, { user, at: 1 })]), rule({ entity }))
      .map((id) => Number(id > 0))
      .join('')
  expect(caught('corp\\ANN', 'domain')).toBe('11011')
  expect(caught('ann', 'domain')).toBe('11111')
  expect(caught('corp\\ANN', 'caseless')).toBe('10000')
  expect(caught('ANN', 'caseless')).toBe('00011')
  expect(caught('corp\\ANN', 'normalized')).toBe('11111')
})

test('SIDs stand for the accounts that the rule says, on either side', () => {
  const sid = 'S-1-5-21-1-2-3-1001'
  const events = [
    { at: 1, users: [sid] },
    { at: 1, users: ['ann'] },
  ]
  const by = rule({ sids: { [sid]: 'CORP\\ann' } })
  expect(idsOf(caseOf(events, [alert(1, { user: 'ann', at: 1 })]), by)).toEqual([1, 1])
  expect(idsOf(caseOf(events, [alert(1, { user: sid.toLowerCase(), at: 1 })]), by)).toEqual([1, 1])
  expect(idsOf(caseOf(events, [alert(1, { user: sid, at: 1 })]), rule())).toEqual([1, -1])
})

test('excluded accounts match nothing and are told', () => {
  const events = [{ at: 1, users: ['svc_backup', 'ann'] }]
  const index = caseOf(events, [
    alert(1, { user: 'CORP\\svc_backup', at: 1 }),
    alert(2, { user: 'bob', at: 1 }),
  ])
  const { labeling } = applyRule(index, rule({ exclude: ['SVC_*'] }))
  expect(labeling).toMatchObject({ labeled: 0, unmatchedBy: { 'excluded account': 1, 'no such user': 1 } })
  expect(applyRule(index, rule()).labeling.labeled).toBe(1)
})

test("on the alert's host only, in any spelling of it; alerts without a host match anywhere", () => {
  const events = [
    { at: 1, users: ['ann'], host: 'WS1.corp.example' },
    { at: 1, users: ['ann'], host: 'ws2' },
  ]
  const alerts = [
    alert(1, { user: 'ann', host: 'ws1', at: 1 }),
    alert(2, { user: 'ann', host: 'WS9', at: 1 }),
  ]
  const index = caseOf(events, alerts)
  const { columns, labeling } = applyRule(index, rule({ matchHost: true }))
  expect([...columns.alerts]).toEqual([1, -1])
  expect(labeling.unmatchedBy).toEqual({ 'no such host': 1 })
  const anywhere = caseOf(events, [...alerts, alert(3, { user: 'ann', at: 1 })])
  expect(idsOf(anywhere, rule({ matchHost: true }))).toEqual([1, 3])
})

test('only the account columns that the rule names count', () => {
  const accounts = new Map([[1, ['Subject', 'Target']]])
  const index = caseOf([{ at: 1, users: ['bob', 'ann'] }], [alert(1, { user: 'ann', at: 1 })], { accounts })
  expect(idsOf(index, rule({ accounts: ['Target'] }))).toEqual([1])
  expect(idsOf(index, rule({ accounts: ['Subject'] }))).toEqual([-1])
  expect(idsOf(index, rule({ accounts: [] }))).toEqual([1])
})

test('own classes rename, join and leave out', () => {
  const alerts = ['A', 'B', 'C'].map((name, i) => alert(i + 1, { user: 'ann', at: 10 * i, name }))
  const events = [0, 10, 20].map((at) => ({ at, users: ['ann'] }))
  const { columns, labeling } = applyRule(
    caseOf(events, alerts),
    rule({ classes: { a: 'X', B: 'X', C: '' } }),
  )
  expect(columns.classes).toEqual(['benign', 'X'])
  expect([...columns.labels]).toEqual([1, 1, 0])
  expect(labeling).toMatchObject({ unmatchedAlerts: 1, unmatchedBy: { 'left out': 1 }, alerts: 3 })
  expect(labeling.byClass).toEqual([{ name: 'X', events: 2, alerts: 2, kept: true }])
})

test('the most important class decides, and among its alerts the nearest', () => {
  const alerts = [
    alert(1, { user: 'ann', at: 10, name: 'A' }),
    alert(2, { user: 'ann', at: 13, name: 'B' }),
    alert(3, { user: 'ann', at: 40, name: 'B' }),
  ]
  const events = [10, 28, 39].map((at) => ({ at, users: ['ann'] }))
  const wide = { before: 30, after: 30, conflict: 'priority' as const }
  expect(idsOf(caseOf(events, alerts), rule({ ...wide, priority: ['B'] }))).toEqual([2, 3, 3])
  expect(idsOf(caseOf(events, alerts), rule({ ...wide, priority: ['A', 'B'] }))).toEqual([1, 1, 1])
  expect(idsOf(caseOf(events, alerts), rule({ ...wide, priority: [] }))).toEqual([1, 3, 3])
})

test('a class may have a window of its own', () => {
  const alerts = [alert(1, { user: 'ann', at: 0, name: 'A' }), alert(2, { user: 'ann', at: 100, name: 'B' })]
  const events = [5, 90, 104, 130].map((at) => ({ at, users: ['ann'] }))
  const by = rule({ after: 10, windows: { B: { before: 20 * second, after: 4 * second } } })
  expect(idsOf(caseOf(events, alerts), by)).toEqual([1, 2, 2, -1])
  expect(
    strips(caseOf(events, alerts), by, { offset: 0, limit: 9, only: 'every' }).strips.map((s) => s.caught),
  ).toEqual([1, 2])
})

test("a host's clock is set right by what the rule says", () => {
  const events = [
    { at: 100, users: ['ann'], host: 'WS1' },
    { at: 100, users: ['ann'], host: 'WS2' },
  ]
  const index = caseOf(events, [alert(1, { user: 'ann', at: 10 })])
  expect(idsOf(index, rule({ skew: { ws1: -90 * second } }))).toEqual([1, -1])
  expect(idsOf(index, rule())).toEqual([-1, -1])
})

test('verdicts decide over alerts, up to the one that the rule names; withdrawn ones do not count', () => {
  const events = [1, 2, 3, 4, NaN].map((at) => ({ at, users: ['ann'] }))
  const verdicts = [
    { id: 1, event: 0, verdict: 'benign' as const, class: null },
    { id: 2, event: 1, verdict: 'unsure' as const, class: null },
    { id: 3, event: 3, verdict: 'malicious' as const, class: 'A' },
    { id: 4, event: 4, verdict: 'malicious' as const, class: null },
    { id: 5, event: 0, verdict: 'withdrawn' as const, class: null },
  ]
  const index = caseOf(events, [alert(1, { user: 'ann', at: 1 })], { verdicts })
  const labels = (upTo?: number) =>
    applyRule(index, { ...rule({ after: 2 }), ...(upTo && { verdicts: upTo }) })
  expect([...labels().columns.labels]).toEqual([1, 1, 1, 0, -3])
  const four = labels(4)
  expect([...four.columns.labels]).toEqual([0, -2, 1, 1, -1])
  expect(four.labeling).toMatchObject({
    labeled: 3,
    benign: 1,
    dropped: 1,
    withoutTime: 0,
    apart: 1,
    byVerdict: 4,
  })
  expect(four.labeling.byClass[0]).toMatchObject({ name: 'A', events: 2 })
  expect([...labels(5).columns.labels]).toEqual([1, -2, 1, 1, -1])
  const all = applyRule(index, { ...rule({ after: 2, conflict: 'all' }), verdicts: 4 })
  expect([...all.columns.labels]).toEqual([0, -2, 1, 1, -1])
})

test('an alert whose window lies in a hole of the capture is told from one whose account was idle', () => {
  const often = Array.from({ length: 50 }, (_, i) => ({ at: i, users: ['bob'] }))
  const later = often.map((one) => ({ ...one, at: one.at + 5000 }))
  const alerts = [alert(1, { user: 'ann', at: 2000 }), alert(2, { user: 'ann', at: 20.5 })]
  const index = caseOf([...often, { at: 49.5, users: ['ann'] }, ...later], alerts)
  expect(applyRule(index, rule({ after: 10 })).labeling.unmatchedBy).toEqual({
    'in a gap': 1,
    'no events then': 1,
  })
})

test('windows by class, priorities, hosts and clocks equal brute force', () => {
  const user = fc.constantFrom('ann', 'bob')
  const host = fc.constantFrom('', 'h1', 'h2')
  const name = fc.constantFrom('A', 'B', 'C')
  const event = fc.record({
    at: fc.integer({ min: 0, max: 40 }),
    users: fc.array(user, { maxLength: 2 }),
    host,
  })
  const one = fc.record({
    at: fc.integer({ min: 0, max: 40 }),
    users: fc.array(user, { maxLength: 2 }),
    host,
    name,
  })
  const length = fc.integer({ min: 0, max: 12 })
  const settings = fc.record({
    before: length,
    after: length,
    matchHost: fc.boolean(),
    conflict: fc.constantFrom('nearest' as const, 'priority' as const),
    priority: fc.shuffledSubarray(['A', 'B', 'C'], { minLength: 0 }),
    own: fc.option(fc.record({ before: length, after: length })),
    skew: fc.constantFrom(0, 5),
  })
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 25 }),
      fc.array(one, { maxLength: 10 }),
      settings,
      (events, list, { own, skew, ...given }) => {
        const alerts = list.map((each, i) => alert(i + 1, each))
        const by: Rule = {
          ...rule(given),
          ...(own && { windows: { B: { before: own.before * second, after: own.after * second } } }),
          ...(skew > 0 && { skew: { h1: skew * second } }),
        }
        const rank = (of: string) =>
          given.conflict === 'nearest'
            ? 0
            : (given.priority.indexOf(of) + 4) % 4 === 3
              ? 9
              : given.priority.indexOf(of)
        const expected = events.map(({ at: raw, users, host: on }) => {
          const at = raw + (on === 'h1' ? skew : 0)
          const holders = list
            .map((each, i) => ({ ...each, id: i + 1 }))
            .filter((each) => each.users.some((name_) => users.includes(name_)))
            .filter((each) => !given.matchHost || each.host === '' || each.host === on)
            .filter((each) => {
              const window = (each.name === 'B' && own) || given
              return at >= each.at - window.before && at <= each.at + window.after
            })
            .toSorted(
              (a, b) =>
                rank(a.name) - rank(b.name) ||
                Math.abs(a.at - at) - Math.abs(b.at - at) ||
                a.at - b.at ||
                a.id - b.id,
            )
          return holders[0]?.id ?? -1
        })
        expect(idsOf(caseOf(events, alerts), by)).toEqual(expected)
      },
    ),
    { numRuns: 400 },
  )
})

test('absurd rules are refused by the contract', () => {
  for (const bad of [{ before: -1 }, { after: 4e13 }, { after: 0.5 }, { skew: { h: 9e10 } }, { verdicts: 0 }])
    expect(Rule.safeParse(bad).success).toBe(false)
})
