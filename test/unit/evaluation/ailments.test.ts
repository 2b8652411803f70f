/** Each ailment by itself: a case that has it, a case that has not, and the numbers it names. */
import { expect, test } from 'vitest'
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import { constantExpert } from '../../../main/evaluation/ailments/constant-expert.ts'
import { duplicateLeakage } from '../../../main/evaluation/ailments/duplicate-leakage.ts'
import type { Examination, Findings } from '../../../main/evaluation/ailments/examination.ts'
import { falseAlarms } from '../../../main/evaluation/ailments/false-alarms.ts'
import { gateCollapse } from '../../../main/evaluation/ailments/gate-collapse.ts'
import { idleExpert } from '../../../main/evaluation/ailments/idle-expert.ts'
import { identifierFeature } from '../../../main/evaluation/ailments/identifier-feature.ts'
import { labelShift } from '../../../main/evaluation/ailments/label-shift.ts'
import { singleFeature } from '../../../main/evaluation/ailments/single-feature.ts'
import { tooFewPositives } from '../../../main/evaluation/ailments/too-few-positives.ts'
import { zeroGradientLoss } from '../../../main/evaluation/ailments/zero-gradient-loss.ts'
import { alwaysBenign } from '../../../main/evaluation/baselines/constant.ts'
import { evaluateScores } from '../../../main/evaluation/from-scores.ts'
import { CLASSES, collapsed, config, falling, labelsOf, PUBLISHED, sound } from './synthetic.ts'

const regime = (perClass: number[], kind: 'imbalanced' | 'balanced' | 'realistic' = 'imbalanced') => ({
  kind,
  rows: perClass.reduce((a, b) => a + b, 0),
  perClass,
})

function examination(changes: Partial<Examination> = {}, make = sound): Examination {
  const truth = labelsOf(PUBLISHED)
  const { part, facts, mixing, load } = evaluateScores(make(truth), CLASSES, config().model, PUBLISHED)
  return {
    classes: CLASSES,
    metrics: part.strategies[2]!.metrics,
    train: regime(PUBLISHED),
    test: regime(PUBLISHED),
    experts: facts,
    mixing,
    load,
    losses: falling('imbalanced'),
    twins: { twins: 0, rows: 1000, recallAll: 0.9, recallUnseen: 0.9 },
    singleFeature: alwaysBenign(truth, CLASSES),
    withoutIdentifiers: null,
    expertTraining: 'one-vs-rest',
    drift: null,
    ...changes,
  }
}

function one(findings: Findings) {
  if (!Array.isArray(findings)) throw new Error(`cleared: ${findings.evidence}`)
  expect(findings).toHaveLength(1)
  return findings[0]!
}
const clear = (findings: Findings) => {
  if (Array.isArray(findings)) throw new Error(`found: ${findings[0]?.finding}`)
  return findings.evidence
}

test('gate collapse is told from a gate that serves a rare class rarely', () => {
  expect(clear(gateCollapse(examination()))).toMatch(/Ranked first by the gate: benign 68/)
  expect(one(gateCollapse(examination({}, collapsed)))).toMatchObject({
    severity: 'severe',
    subject: 'benign',
  })
  const rare = labelsOf([9600, 100, 100, 100, 100])
  const { part, facts } = evaluateScores(sound(rare), CLASSES, config().model, PUBLISHED)
  const load = [9640, 90, 90, 90, 90]
  clear(gateCollapse(examination({ metrics: part.strategies[2]!.metrics, experts: facts, load })))
})

test('a constant expert is found by its deviation, and by saying yes to everything', () => {
  clear(constantExpert(examination()))
  const all = one(constantExpert(examination({ expertTraining: 'one-class' }, collapsed)))
  expect(all).toMatchObject({ severity: 'severe' })
  expect(all.finding).toMatch(/gate does all the work.*own class only/)
  const e = examination()
  const yes = { ...e.experts[2]!, outputDeviation: 0.08, yesInside: 0.99, yesOutside: 0.97 }
  const experts = e.experts.with(2, yes)
  expect(one(constantExpert({ ...e, experts }))).toMatchObject({ severity: 'warning', subject: 'T1021' })
})

test('an expert that hardly speaks although its class is there is idle', () => {
  clear(idleExpert(examination()))
  const idle = one(idleExpert(examination({}, collapsed)))
  expect(idle.subject).toBe('T1003, T1021, T1059, T1078')
  const e = examination()
  const absent = { ...e.experts[1]!, activeShare: 0, classShare: 0, support: 0 }
  clear(idleExpert({ ...e, experts: e.experts.with(1, absent) }))
})

test('a loss that does not move, or is no number, is named with its network', () => {
  clear(zeroGradientLoss(examination()))
  const still: LossPoint[] = [1, 2, 3].map((epoch) => ({
    regime: 'imbalanced',
    network: 'gate',
    epoch,
    train: Math.LN2,
    validation: null,
  }))
  expect(one(zeroGradientLoss(examination({ losses: still })))).toMatchObject({
    severity: 'severe',
    subject: 'gate',
  })
  const zero = still.map((point) => ({ ...point, train: 0 }))
  expect(one(zeroGradientLoss(examination({ losses: zero }))).subject).toBe('gate')
  const nan = still.map((point, i) => ({ ...point, train: i === 2 ? Number.NaN : 1 / (i + 1) }))
  expect(one(zeroGradientLoss(examination({ losses: nan }))).subject).toBe('gate')
  clear(zeroGradientLoss(examination({ losses: still.slice(0, 1) })))
  expect(clear(zeroGradientLoss(examination({ losses: [] })))).toMatch(/No losses were recorded/)
})

test('twins are weighed by what the model does without them', () => {
  const twins = (share: number, recallUnseen: number | null) =>
    duplicateLeakage(
      examination({
        twins: {
          twins: share * 1000,
          rows: 1000,
          recallAll: recallUnseen === null ? null : 0.9,
          recallUnseen,
        },
      }),
    )
  clear(twins(0.04, 0.1))
  expect(one(twins(0.3, 0.88)).severity).toBe('warning')
  expect(one(twins(0.3, 0.6)).severity).toBe('severe')
  expect(one(twins(0.9, null)).severity).toBe('severe')
  expect(one(twins(0.3, 0.6)).evidence).toMatch(/300 of 1,000 .* 90\.0.% .* 60\.0/)
})

test('label shift allows what chance gives, and names what it does not', () => {
  clear(labelShift(examination({ test: regime([150, 12, 15, 14, 16]) })))
  const beth = one(labelShift(examination({ train: regime([998, 2]), test: regime([93, 907]) })))
  expect(beth.severity).toBe('severe')
  expect(beth.evidence).toMatch(/distance of class shares 0\.91/)
})

test('a single feature is severe when it beats the model, a warning when it comes near', () => {
  const e = examination()
  const alone = (f1: number) => {
    const base = alwaysBenign(labelsOf(PUBLISHED), CLASSES)
    const metrics = { ...base.metrics, macro: { precision: f1, recall: f1, f1 } }
    return singleFeature({
      ...e,
      singleFeature: { kind: 'best-single-feature', detail: 'EventID alone: each', metrics },
    })
  }
  const f1 = e.metrics.macro.f1
  clear(alone(f1 - 0.05))
  expect(one(alone(f1 - 0.01))).toMatchObject({ severity: 'warning', subject: 'EventID' })
  expect(one(alone(f1)).severity).toBe('severe')
})

test('classes with few rows are named, by the smaller of training and test', () => {
  clear(tooFewPositives(examination()))
  const few = one(tooFewPositives(examination({ test: regime([100, 29, 30, 40, 50]) })))
  expect(few).toMatchObject({ severity: 'warning', subject: 'T1003' })
  expect(one(tooFewPositives(examination({ train: regime([100, 4, 30, 40, 50]) }))).severity).toBe('severe')
})

test('false alarms: a warning from one half on, severe from nine in ten on, nothing where nothing is alarmed', () => {
  const { metrics } = examination()
  const at = (precision: number | null) =>
    falseAlarms(examination({ metrics: { ...metrics, binary: { ...metrics.binary, precision } } }))
  expect(at(0.5)).toMatchObject({ kind: 'false-alarms', evidence: expect.stringContaining('50.0') as string })
  expect(at(null)).toMatchObject({ kind: 'false-alarms' })
  expect(at(0.49)).toMatchObject([{ severity: 'warning', subject: '' }])
  expect(at(0.04)).toMatchObject([{ severity: 'severe', finding: expect.stringContaining('96.0') as string }])
})

test('identifiers carry a result when most of it is gone without them', () => {
  const { metrics } = examination()
  const without = (rocAuc: number, f1: number) =>
    identifierFeature(
      examination({
        metrics: { ...metrics, binary: { ...metrics.binary, rocAuc: 0.99 } },
        withoutIdentifiers: {
          kind: 'without-identifiers',
          detail: 'the same system, trained without processId and threadId',
          metrics: {
            ...metrics,
            macro: { precision: f1, recall: f1, f1 },
            binary: { ...metrics.binary, rocAuc },
          },
        },
      }),
    )
  const { f1 } = metrics.macro
  expect(clear(identifierFeature(examination()))).toMatch(/No column/)
  expect(clear(without(0.985, f1 - 0.01))).toMatch(/^With processId and threadId: ROC-AUC 0\.990/)
  expect(one(without(0.9, f1))).toMatchObject({ severity: 'warning', subject: 'processId and threadId' })
  const carried = one(without(0.62, f1))
  expect(carried.severity).toBe('severe')
  expect(carried.finding).toMatch(
    /Identifiers carry the result: without them ROC-AUC falls from 0\.990 to 0\.620 and macro F1 stays/,
  )
  const called = one(without(0.99, f1 - 0.2))
  expect(called.severity).toBe('severe')
  expect(called.finding).toMatch(
    /by what events are called: without them ROC-AUC stays at 0\.990 and macro F1 falls/,
  )
})

test('what is said of identifiers follows the sign and the interval', () => {
  const { metrics } = examination()
  const asked = (own: number, rows: number, rocAuc: number, f1: number) => {
    const of = (area: number) => ({
      ...metrics,
      rows,
      binary: { ...metrics.binary, rocAuc: area, prevalence: 0.1 },
    })
    return identifierFeature(
      examination({
        metrics: of(own),
        withoutIdentifiers: {
          kind: 'without-identifiers',
          detail: 'the same system, trained without pid',
          metrics: { ...of(rocAuc), macro: { precision: f1, recall: f1, f1 } },
        },
      }),
    )
  }
  const { f1 } = metrics.macro
  const rises = one(asked(0.7, 10_000, 0.8, f1 - 0.05))
  expect(rises.severity).toBe('warning')
  expect(rises.finding).toMatch(
    /^Identifiers carry what events are called, not how .* ROC-AUC rises from 0\.700 to 0\.800/,
  )
  expect(clear(asked(0.7, 10_000, 0.8, f1 + 0.1))).toMatch(
    /ROC-AUC lost without them: 95 % interval -?−?0\.1/,
  )
  // Five points of 100 rows are chance, of 10,000 rows they are not.
  expect(clear(asked(0.85, 100, 0.8, f1))).toMatch(/95 % interval/)
  expect(one(asked(0.85, 10_000, 0.8, f1)).finding).toMatch(/^Identifiers carry a part of the result:/)
})
