/** The suspects queue: ranks by confident learning, and finds the false alerts of the practice case. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { listAlerts } from '../../../main/case/alerts.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { checkCustody, custodyEntries } from '../../../main/case/custody.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { readFoldScores } from '../../../main/case/results/fold-scores.ts'
import { readLabels } from '../../../main/case/label-sets.ts'
import { listVerdicts } from '../../../main/case/verdicts.ts'
import { adjudicate } from '../../../main/labeling/adjudicate.ts'
import { lockLabels, remakeLabels } from '../../../main/labeling/lock.ts'
import { makePractice } from '../../../main/practice/make-practice.ts'
import { findSuspects } from '../../../main/training/suspects/find.ts'
import { foldsOf } from '../../../main/training/suspects/folds.ts'
import { openQueue, queueInfo, suspectAlerts, suspectEvents } from '../../../main/training/suspects/queue.ts'
import { confidences, rankLabels } from '../../../main/training/suspects/rank.ts'
import { Rule } from '../../../preload/contract/labeling.ts'

const folder = mkdtempSync(join(tmpdir(), 'tribunal-suspects-'))
afterAll(() => rmSync(folder, { recursive: true }))
const context = { progress() {}, signal: new AbortController().signal }

const someScores = fc.integer({ min: 2, max: 4 }).chain((width) =>
  fc
    .array(
      fc.record({
        label: fc.integer({ min: 0, max: width - 1 }),
        weights: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: width, maxLength: width }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    .map((rows) => ({
      classes: Array.from({ length: width }, (_, k) => `c${k}`),
      events: Int32Array.from(rows.keys()),
      labels: Uint8Array.from(rows, ({ label }) => label),
      probability: Float32Array.from(
        rows.flatMap(({ weights }) => {
          const sum = weights.reduce((a, b) => a + b, 0)
          return weights.map((weight) => weight / sum)
        }),
      ),
    })),
)

test('ranks as the definition of confident learning says', () => {
  fc.assert(
    fc.property(someScores, (scores) => {
      const width = scores.classes.length
      const of = (row: number, k: number) => scores.probability[row * width + k]!
      const rows = [...scores.labels.keys()]
      const asked = scores.classes.map((_, k) => {
        const own = rows.filter((row) => scores.labels[row] === k)
        return own.length === 0 ? 1 : own.reduce((sum, row) => sum + of(row, k), 0) / own.length
      })
      confidences(scores).forEach((value, k) => expect(value).toBeCloseTo(asked[k]!, 6))
      const ranked = rankLabels(scores)
      const exact = confidences(scores)
      for (const row of rows) {
        const others = scores.classes.map((_, k) => k).filter((k) => k !== scores.labels[row])
        const highest = Math.max(...others.map((k) => of(row, k)))
        expect(ranked.margin[row]).toBeCloseTo(of(row, scores.labels[row]!) - highest, 6)
        const confident = scores.classes.map((_, k) => k).filter((k) => of(row, k) >= exact[k]!)
        const top = Math.max(...confident.map((k) => of(row, k)))
        const first = confident.find((k) => of(row, k) === top)
        expect(ranked.suspect[row]).toBe(Number(first !== undefined && first !== scores.labels[row]))
      }
      const margins = Array.from(ranked.order, (row) => ranked.margin[row]!)
      expect(margins).toEqual(margins.toSorted((a, b) => a - b))
    }),
  )
})

test('an account and half hour is never torn apart by folds', () => {
  const times = Float64Array.from({ length: 500 }, (_, i) => (i % 37) * 600e6)
  const accounts = Uint8Array.from({ length: 500 }, (_, i) => i % 5)
  const folds = foldsOf({ times, accounts }, 4, 1)
  const seen = new Map<string, number>()
  folds.forEach((fold, row) => {
    const key = `${accounts[row]} ${Math.floor(times[row]! / 1800e6)}`
    expect(seen.get(key) ?? fold).toBe(fold)
    seen.set(key, fold)
  })
  expect(new Set(folds).size).toBe(4)
})

describe('on the practice case', () => {
  test('planted false alerts rank in the top decile; verdicts are logged, reversible, and make a new label set', async () => {
    const made = await makePractice(join(folder, 'practice'), { seed: 42, events: 40_000 })
    const c = createCase(join(folder, 'case.tribunal'))
    await importCapture(c, { path: made.events }, context)
    await importAlerts(c, { path: made.alerts }, context)
    const set = lockLabels(c, Rule.parse({ anchor: 'last', before: 60e6, after: 180e6 }))
    await findSuspects(c, set.id, context)
    const queue = openQueue(readFoldScores(c, set.id)!, readLabels(c, set.id))
    const truth = readFileSync(made.truth, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[3]!)

    // A label is false where its event is no attack at all, and an alert where all of its labels are.
    const { scores, ranked, alerts } = queue
    const ranks = new Map(Array.from(ranked.order, (row, i) => [row, i]))
    const labelsOf = Map.groupBy(alerts.keys(), (row) => alerts[row]!)
    labelsOf.delete(-1)
    const falseAlerts = [...labelsOf].filter(([, rows]) =>
      rows.every((row) => truth[scores.events[row]!] === 'benign'),
    )
    const falseRows = falseAlerts.flatMap(([, rows]) => rows)
    const share = (some: number, all: number) => `${((100 * some) / all).toFixed(1)} %`
    const decile = scores.labels.length / 10
    const inDecile = falseRows.filter((row) => ranks.get(row)! < decile).length
    const order = suspectAlerts(queue, listAlerts(c))
    const places = falseAlerts.map(([id]) => order.find(({ alert }) => alert === id)!.rank)
    const alertDecile = Math.max(order.length / 10, falseAlerts.length)
    console.log(
      `${falseAlerts.length} false alerts label ${falseRows.length} events; ${share(inDecile, falseRows.length)} of these lie in the top decile of ${scores.labels.length} events.`,
      `Of the ${order.length} alerts in the queue their ranks are ${places.toSorted((a, b) => a - b).join(', ')}.`,
    )
    expect(falseAlerts.length).toBeGreaterThan(5)
    expect(inDecile / falseRows.length).toBeGreaterThanOrEqual(0.95)
    expect(places.filter((place) => place <= alertDecile).length / places.length).toBeGreaterThanOrEqual(0.9)
    expect(queueInfo(queue).suspects).toBeGreaterThan(falseRows.length / 2)

    const core = loadCore(c)
    const first = suspectEvents(queue, core, new Map(), { offset: 0, limit: 1, open: true }).rows[0]!
    expect(first).toMatchObject({ rank: 1, suspect: true, verdict: null })
    const event = scores.events[falseRows[0]!]!
    adjudicate(c, core, { event, verdict: 'benign', class: null, note: 'the backup' })
    expect(() => adjudicate(c, core, { event, verdict: 'benign', class: 'X', note: '' })).toThrow(/class/)
    expect(() => adjudicate(c, core, { event: 1e9, verdict: 'benign', class: null, note: '' })).toThrow(
      /no event/,
    )
    const second = lockLabels(c, { ...set.rule, verdicts: 1 } as Rule)
    expect(readLabels(c, set.id).labels[event]).toBeGreaterThan(0)
    expect(readLabels(c, second.id).labels[event]).toBe(0)
    adjudicate(c, core, { event, verdict: 'withdrawn', class: null, note: 'no, it was not' })
    const third = lockLabels(c, { ...set.rule, verdicts: 2 } as Rule)
    expect(third.labelsHash).toBe(set.labelsHash)
    expect(remakeLabels(c, second).labelsHash).toBe(second.labelsHash)
    expect(listVerdicts(c)).toHaveLength(2)
    expect(() => c.db.exec('DELETE FROM verdicts')).toThrow(/append-only/)
    const actions = custodyEntries(c, 0, 100).map(({ action }) => action)
    expect(actions.filter((action) => action === 'verdict')).toHaveLength(2)
    expect(actions).toContain('labels-ranked')
    expect(checkCustody(c).intact).toBe(true)
    c.close()
  }, 240_000)
})
