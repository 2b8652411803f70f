/** The sweep over all windows equals one rule after another, and its laws hold whatever the case. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { binOf, windowAxis } from '../../../main/labeling/sweep/axis.ts'
import { cliffsOf, curveThrough } from '../../../main/labeling/sweep/curves.ts'
import { resampleSweep } from '../../../main/labeling/sweep/resample.ts'
import { suggestWindow } from '../../../main/labeling/sweep/suggest.ts'
import { overlapGaps, overlapping, sweepWindows } from '../../../main/labeling/sweep/sweep.ts'
import { truthFrom } from '../../../main/labeling/truth/truth.ts'
import { alert, coded, core, rule, second } from './small-case.ts'

const users = ['ann', 'bob', 'C\\ann', '']
const someEvents = fc.array(
  fc.record({
    at: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 30 }) },
      { weight: 1, arbitrary: fc.constant(NaN) },
    ),
    users: fc.array(fc.constantFrom(...users), { maxLength: 3 }),
    truth: fc.constantFrom('A', 'B', 'C', 'benign', '0'),
  }),
  { maxLength: 40, size: 'max' },
)
const someAlerts = fc
  .array(
    fc.record({
      at: fc.option(fc.integer({ min: -5, max: 35 })),
      users: fc.array(fc.constantFrom(...users), { maxLength: 2 }),
      name: fc.constantFrom('A', 'B', 'C', 'D'),
    }),
    { maxLength: 12, size: 'max' },
  )
  .map((list) => list.map((one, i) => alert(i + 1, one)))
const someAxis = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 })
  .map((list) => Float64Array.from(list, (at) => at * second).sort())

test('every cell equals the rule with that window, with and without truth', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, someAxis, someAxis, (list, alerts, before, after) => {
      const index = buildIndex(core(list), alerts)
      const column = coded(list.map((one) => one.truth))
      const truth = truthFrom('truth', column, index.alerts, 'name')
      const counts = sweepWindows(index, rule(), { before, after, truth })
      const gaps = overlapGaps(index.schedule(rule()))
      before.forEach((b, i) =>
        after.forEach((a, j) => {
          const cell = i * after.length + j
          const { labeling, columns } = applyRule(index, { ...rule(), before: b, after: a, top: 64 })
          const nearest = Array.from(columns.alerts, (id) => alerts.find((one) => one.id === id))
          const right = nearest.filter((one, event) => one?.name === list[event]!.truth).length
          expect(counts.labeled[cell]).toBe(labeling.labeled)
          expect(counts.conflicts[cell]).toBe(labeling.conflicts)
          expect(counts.matched[cell]).toBe(labeling.alerts - labeling.unmatchedAlerts)
          expect(counts.known[cell]).toBe(labeling.labeled)
          expect(counts.right[cell]).toBe(right)
          expect(counts.doubtful[cell]).toBeGreaterThanOrEqual(
            Math.max(counts.conflicts[cell]!, counts.strays[cell]!),
          )
          expect(counts.doubtful[cell]).toBeLessThanOrEqual(labeling.labeled)
          expect(overlapping(gaps, a + b)).toBe(overlapsByHand(alerts, a + b))
          expect(labeling.overlapping).toBe(overlapsByHand(alerts, a + b))
        }),
      )
    }),
    { numRuns: 300 },
  )
})

/** Alerts of one user whose windows meet, pair by pair. */
function overlapsByHand(alerts: ReturnType<typeof alert>[], length: number): number {
  const names = (one: ReturnType<typeof alert>) =>
    new Set(one.users.filter(Boolean).map((name) => name.replace('C\\', '')))
  return alerts.filter((one) =>
    alerts.some(
      (other) =>
        other !== one &&
        one.fired !== null &&
        other.fired !== null &&
        Math.abs(one.fired - other.fired) <= length &&
        [...names(one)].some((name) => names(other).has(name)),
    ),
  ).length
}

test('a longer window never labels less, nor holds fewer alerts; the order of the alerts does not matter', () => {
  const shuffled = someAlerts.chain((alerts) =>
    fc.tuple(fc.constant(alerts), fc.shuffledSubarray(alerts, { minLength: alerts.length })),
  )
  fc.assert(
    fc.property(someEvents, shuffled, someAxis, someAxis, (list, [alerts, other], before, after) => {
      const sweep = (these: typeof alerts) =>
        sweepWindows(buildIndex(core(list), these), rule(), { before, after })
      const counts = sweep(alerts)
      expect(sweep(other)).toEqual(counts)
      const wide = after.length
      for (const cells of [counts.labeled, counts.matched, counts.conflicts]) {
        cells.forEach((value, cell) => {
          if (cell % wide > 0) expect(value).toBeGreaterThanOrEqual(cells[cell - 1]!)
          if (cell >= wide) expect(value).toBeGreaterThanOrEqual(cells[cell - wide]!)
        })
      }
    }),
  )
})

test('an event nearer to another class is a stray until that alert holds it', () => {
  const alerts = [alert(1, { user: 'ann', at: 0, name: 'A' }), alert(2, { user: 'ann', at: 100, name: 'B' })]
  const events = core([{ at: 90, users: ['ann'] }])
  const axis = Float64Array.of(0, 10 * second, 95 * second)
  const counts = sweepWindows(buildIndex(events, alerts), rule(), { before: axis, after: axis })
  expect([...counts.labeled]).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1])
  expect([...counts.strays]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0])
  expect([...counts.conflicts]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 1])
  expect([...counts.doubtful]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1])
})

test('weights count alerts with their events; weight 1 for all changes nothing', () => {
  fc.assert(
    fc.property(someEvents, someAlerts, someAxis, someAxis, (list, alerts, before, after) => {
      const index = buildIndex(core(list), alerts)
      const plain = sweepWindows(index, rule(), { before, after })
      const once = sweepWindows(index, rule(), { before, after, weights: alerts.map(() => 1) })
      expect(once).toEqual(plain)
      const parts = ['A', 'B', 'C', 'D'].map((name) =>
        sweepWindows(index, rule(), {
          before,
          after,
          weights: alerts.map((one) => Number(one.name === name)),
        }),
      )
      plain.labeled.forEach((value, cell) =>
        expect(parts.reduce((sum, part) => sum + part.labeled[cell]!, 0)).toBe(value),
      )
    }),
  )
})

test('axes rise, hold what they must, and find lengths', () => {
  for (const steps of [2, 3, 10, 60, 120]) {
    const axis = windowAxis(steps, [90 * second, 7])
    expect([...axis]).toEqual([...axis].toSorted((a, b) => a - b))
    expect(axis.length).toBeLessThanOrEqual(steps + 1)
    expect(axis[0]).toBe(0)
    expect(axis.includes(7)).toBe(true)
  }
  expect(windowAxis(60).length).toBeGreaterThan(55)
  expect([0, 1, 2, 3].map((at) => binOf(Float64Array.of(0, 2), at))).toEqual([0, 1, 1, 2])
})

/** Two users' incidents, ten minutes apart; each alert's events lie within a minute of it. */
function incidents() {
  const events: { at: number; users: string[] }[] = []
  const truths: string[] = []
  const alerts = Array.from({ length: 40 }, (_, i) => {
    const name = i % 2 === 0 ? 'A' : 'B'
    for (let k = -5; k <= 5; k++) {
      events.push({ at: 600 * i + 12 * k, users: ['ann'] })
      truths.push(name)
    }
    return alert(i + 1, { user: 'ann', at: 600 * i, name })
  })
  const order = events.map((_, i) => i).toSorted((a, b) => events[a]!.at - events[b]!.at)
  const index = buildIndex(core(order.map((i) => events[i]!)), alerts)
  return { index, truth: truthFrom('truth', coded(order.map((i) => truths[i]!)), index.alerts) }
}

test('the cliff stands where windows reach the next incident, by truth and without', () => {
  const { index, truth } = incidents()
  const axis = windowAxis(60, [60 * second])
  const counts = sweepWindows(index, rule(), { before: axis, after: axis, truth })
  for (const byTruth of [true, false]) {
    const curve = curveThrough(counts, 'after', { before: 0, after: 0 })
    const [cliff] = cliffsOf(counts, curve, 'after', byTruth)
    expect(cliff!.from).toBeGreaterThanOrEqual(60 * second)
    expect(cliff!.from).toBeLessThan(540 * second)
    expect(cliff!.to).toBeGreaterThan(540 * second)
    expect(cliff!.low).toBe(0)
  }
})

test('the suggested window is right, short, and stands under resampling of alerts', async () => {
  const { index, truth } = incidents()
  const axis = windowAxis(60, [60 * second])
  const options = { before: axis, after: axis, truth }
  const found = suggestWindow(sweepWindows(index, rule(), options), true)!
  expect(found).toMatchObject({ before: 60e6, after: 60e6, wrong: 0, reached: 440, best: 440, byTruth: true })
  const again = await resampleSweep(index, rule(), options, {
    draws: 20,
    cells: [found.cell],
    suggested: found.cell,
  })
  expect(again.held).toBe(20)
  expect(again.precision).toEqual([[1, 1]])
  expect(again.windows).toHaveLength(20)
  const blind = suggestWindow(sweepWindows(index, rule(), { before: axis, after: axis }), false)!
  expect(blind).toMatchObject({ byTruth: false, reached: 40, best: 40 })
})

test('truth compares with what the alerts say of themselves, or only malicious or not', () => {
  const alerts = [alert(1, { name: 'T1-4 Something', techniques: ['T1'], tactics: ['discovery'] })]
  const key = (values: string[]) => truthFrom('t', coded(values), alerts).key
  expect(key(['T1', 'benign'])).toBe('technique')
  expect(key(['Discovery', ''])).toBe('tactic')
  expect(key(['T1-4', 'T1-4'])).toBe('first word of the name')
  expect(key(['1', '0', '1'])).toBe('malicious')
  const truth = truthFrom('t', coded(['1', '0', '', 'yes']), alerts)
  expect([...truth.events]).toEqual([1, 0, 0, 1])
  expect([...truth.alerts]).toEqual([1])
  expect(truth).toMatchObject({ malicious: 2, known: 4 })
})
