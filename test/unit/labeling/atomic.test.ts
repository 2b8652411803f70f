/** Labels of a real capture, end to end through import, against the independent script and the published figures. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { listLabelSets, readLabels } from '../../../main/case/label-sets.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import type { LabelIndex } from '../../../main/labeling/label-index.ts'
import { indexCase, lockLabels, remakeLabels, ruleHash } from '../../../main/labeling/lock.ts'
import { evenAxis } from '../../../main/labeling/sweep/axis.ts'
import { measureSweep } from '../../../main/labeling/sweep/measure.ts'
import { sweepWindows } from '../../../main/labeling/sweep/sweep.ts'
import { truthOfColumn } from '../../../main/labeling/truth/columns.ts'
import {
  plainAlerts,
  plainEvents,
  plainLabels,
  type PlainAlert,
  type PlainEvent,
} from './independent-labels.ts'
import { rule } from './small-case.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data/atomic_evtx')
const capture = join(data, 'events.ndjson.gz')
const log = join(data, 'execution_log.csv')
const context = { progress() {}, signal: new AbortController().signal }

describe.skipIf(!existsSync(capture))('labels of the Atomic Red Team capture (needs real captures)', () => {
  let folder: string
  let c: CaseFile
  let index: LabelIndex
  let events: PlainEvent[]
  let alerts: PlainAlert[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tribunal-atomic-'))
    c = createCase(join(folder, 'case.tribunal'))
    await importCapture(c, { path: capture }, context)
    await importAlerts(c, { path: log }, context)
    index = indexCase(c)
    events = plainEvents(capture)
    alerts = plainAlerts(log)
  })
  afterAll(() => {
    c.close()
    rmSync(folder, { recursive: true })
  })

  test('the suggested mapping takes every account field of the capture, and the label fields as labels', () => {
    const { mapping } = listSources(c)[0]!
    for (const field of ['User', 'SubjectUserName', 'TargetUserName', 'ParentUser', 'AccountName']) {
      expect(mapping!.users).toContain(`event_data.${field}`)
    }
    expect(mapping!.labels).toEqual(
      expect.arrayContaining(['label.technique', 'label.test', 'label.tactic', 'label.name']),
    )
  })

  test.each([
    [0, 60, 3298, 320, 0],
    [60, 60, 19620, 8, 0],
    [0, 300, 17859, 43, 545],
    [300, 300, 19992, 1, 5484],
  ])(
    'window -%i s to +%i s: %i events labeled, %i alerts unmatched, %i events under two techniques, each as the plain script',
    (before, after, labeled, unmatched, two) => {
      const plain = plainLabels(events, alerts, before, after)
      expect([plain.labeled, plain.unmatched, plain.twoTechniques]).toEqual([labeled, unmatched, two])
      const { labeling, columns } = applyRule(index, rule({ before, after, classBy: 'tactic', top: 64 }))
      expect(labeling).toMatchObject({
        events: 36_563,
        labeled,
        unmatchedAlerts: unmatched,
        conflicts: plain.twoTactics,
      })
      const named = Array.from(columns.labels, (label) => (label > 0 ? columns.classes[label]! : null))
      expect(named).toEqual(plain.tactics)
      const techniques = applyRule(index, rule({ before, after, classBy: 'technique' })).labeling
      expect(techniques.conflicts).toBe(two)
    },
  )

  test('the rule of the main job: before 60 s, after 60 s, tactic, top 4, nearest', () => {
    const { tactics } = plainLabels(events, alerts, 60, 60)
    const counts = new Map<string, number>()
    for (const tactic of tactics) if (tactic !== null) counts.set(tactic, (counts.get(tactic) ?? 0) + 1)
    const ranked = [...counts].toSorted((a, b) => b[1] - a[1])
    const set = lockLabels(c, rule({ before: 60, after: 60, classBy: 'tactic', top: 4 }), 'main job', index)
    expect(set.labeling.byClass.filter((one) => one.kept).map((one) => [one.name, one.events])).toEqual(
      ranked.slice(0, 4),
    )
    expect(set.labeling.byClass.filter((one) => one.events > 0).map((one) => one.events)).toEqual(
      ranked.map(([, count]) => count),
    )
    expect(set.labeling.apart).toBe(ranked.slice(4).reduce((sum, [, count]) => sum + count, 0))
    const stored = readLabels(c, set.id)
    expect(stored.classes).toEqual(['benign', ...ranked.slice(0, 4).map(([name]) => name)])
    expect(stored.labels.filter((label) => label === 1)).toHaveLength(ranked[0]![1])
  })

  test('a locked set stands in the custody log and can be made again, byte for byte', () => {
    const set = listLabelSets(c)[0]!
    expect(set.ruleHash).toBe(ruleHash(set.rule))
    expect(remakeLabels(c, set)).toEqual({ labelsHash: set.labelsHash, ruleHash: set.ruleHash })
    const entry = custodyEntries(c, 0, 100).find(({ action }) => action === 'labels-locked')
    expect(entry!.details).toMatchObject({ id: set.id, labelsHash: set.labelsHash, ruleHash: set.ruleHash })
  })

  test("the sweep's figures: precision by test and technique, the cliff before five minutes, the suggested window", () => {
    const second = 1e6
    const lengths = Float64Array.of(0, 60 * second, 300 * second)
    const at = (b: number, a: number) => lengths.indexOf(b * second) * 3 + lengths.indexOf(a * second)
    const byTest = truthOfColumn(c, index, 'label.test')
    const byTechnique = truthOfColumn(c, index, 'label.technique')
    expect([byTest.key, byTechnique.key]).toEqual(['first word of the name', 'technique'])
    const windows = { before: lengths, after: lengths }
    const technique = rule({ classBy: 'technique' })
    const tests = sweepWindows(index, technique, { ...windows, truth: byTest })
    const techniques = sweepWindows(index, technique, { ...windows, truth: byTechnique })
    const share = (counts: typeof tests, cell: number) =>
      Number(((100 * counts.right[cell]!) / counts.known[cell]!).toFixed(1))
    const figures = [
      [0, 60],
      [60, 60],
      [0, 300],
      [300, 300],
    ].map(([b, a]) => {
      const cell = at(b!, a!)
      return {
        window: `[-${b},+${a} s]`,
        labeled: tests.labeled[cell]!,
        share: `${((100 * tests.labeled[cell]!) / index.core.count).toFixed(1)} %`,
        byTest: share(tests, cell),
        byTechnique: share(techniques, cell),
        unmatched: index.alerts.length - tests.matched[cell]!,
        twoTechniques: tests.conflicts[cell]!,
      }
    })
    console.table(figures)
    expect(figures).toMatchObject([
      { labeled: 3298, share: '9.0 %', byTest: 100, unmatched: 320 },
      { labeled: 19_620, share: '53.7 %', byTest: 100, unmatched: 8 },
      { labeled: 17_859, share: '48.8 %', byTest: 20.4, byTechnique: 84.8, unmatched: 43 },
      { labeled: 19_992, twoTechniques: 5484 },
    ])

    const input = { rule: rule({ after: 60, classBy: 'name' }), steps: 60, truth: null }
    const sweep = measureSweep(index, input, byTest)
    const [cliff] = sweep.curves.find(({ side }) => side === 'after')!.cliffs
    console.log('cliff of [0,+w]:', cliff)
    expect(cliff!.from).toBeGreaterThanOrEqual(60 * second)
    expect(cliff!.from).toBeLessThan(300 * second)
    expect(cliff!.high).toBeGreaterThan(0.75)
    const blind = measureSweep(index, input, null).curves.find(({ side }) => side === 'after')!.cliffs[0]!
    expect(blind.from).toBeLessThan(300 * second)

    const { suggestion } = sweep
    console.log('suggested:', suggestion!.reason)
    const fine = evenAxis(0, 600 * second, 121)
    const all = sweepWindows(index, input.rule, { before: fine, after: fine, truth: byTest })
    const best = all.right.reduce(
      (most, right, cell) => (right >= 0.99 * all.known[cell]! ? Math.max(most, right) : most),
      0,
    )
    const own = sweep.right[suggestion!.cell]!
    expect(own / sweep.known[suggestion!.cell]!).toBeGreaterThanOrEqual(0.99)
    expect(own).toBeGreaterThanOrEqual(0.95 * best)
  })
})
