/** Label sets, runs and reports are read back exactly as they were saved, and told of in the custody log. */
import { expect, test } from 'vitest'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import type { Evaluation } from '../../../preload/contract/evaluation.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { openCase } from '../../../main/case/case-file.ts'
import { checkCustody, custodyEntries } from '../../../main/case/custody.ts'
import { sha256 } from '../../../main/case/hash.ts'
import {
  getLabelSet,
  hashLabels,
  labelClasses,
  listLabelSets,
  readLabels,
  saveLabelSet,
} from '../../../main/case/label-sets.ts'
import type { LabelColumns } from '../../../main/case/label-sets.ts'
import { getReport, listReports, saveReport } from '../../../main/case/results/reports.ts'
import {
  getEvaluation,
  getRun,
  listRuns,
  readEncoder,
  readModels,
  readScores,
  saveRun,
} from '../../../main/case/results/runs.ts'
import type { RunDraft } from '../../../main/case/results/runs.ts'
import { newCase } from './fixtures.ts'

const LABELS: LabelColumns = {
  classes: ['benign', 'T1059', 'T1003'],
  labels: Int16Array.of(0, 1, 2, -1, -2, -3),
  alerts: Int32Array.of(-1, 7, 2_000_000_000, 3, -1, -1),
}

function save(c: CaseFile, columns = LABELS) {
  const counts = { events: 6, labeled: 3, benign: 1, apart: 1, dropped: 1, withoutTime: 1, conflicts: 1 }
  const labeling = { ...counts, alerts: 3, unmatchedAlerts: 0, unmatchedBy: {}, byClass: [] }
  const rule = Rule.parse({})
  const set = { name: 'first', rule, ruleHash: 'a'.repeat(64), labelsHash: hashLabels(columns), labeling }
  return saveLabelSet(c, set, columns)
}

test('a label set is read back as it was saved', () => {
  const c = newCase()
  const saved = save(c)
  const all = { events: Uint32Array.of(1, 1, 3), classes: Int16Array.of(2, 1, 2) }
  const second = save(c, { ...LABELS, all })
  expect(listLabelSets(c)).toEqual([saved, second])
  expect(getLabelSet(c, saved.id)).toEqual(saved)
  expect(getLabelSet(c, null)).toEqual(second)
  expect(readLabels(c, saved.id)).toEqual(LABELS)
  expect(readLabels(c, second.id)).toEqual({ ...LABELS, all })
  expect(labelClasses(c, saved.id)).toEqual(LABELS.classes)
  const [entry] = custodyEntries(c, 1, 1)
  expect(entry).toMatchObject({
    action: 'labels-locked',
    details: { id: saved.id, labelsHash: saved.labelsHash },
  })
})

test('the hash of labels changes with any of them', () => {
  const hash = hashLabels(LABELS)
  expect(hashLabels({ ...LABELS })).toBe(hash)
  expect(hashLabels({ ...LABELS, labels: Int16Array.of(0, 1, 2, -1, -2, 0) })).not.toBe(hash)
  expect(hashLabels({ ...LABELS, alerts: Int32Array.of(-1, 8, 2_000_000_000, 3, -1, -1) })).not.toBe(hash)
  expect(hashLabels({ ...LABELS, classes: ['benign', 'T1003', 'T1059'] })).not.toBe(hash)
  expect(hashLabels({ ...LABELS, all: { events: new Uint32Array(), classes: new Int16Array() } })).not.toBe(
    hash,
  )
})

test('a label set, run or report that is not there is a Problem', () => {
  const c = newCase()
  expect(() => getLabelSet(c, null)).toThrow(/no labels yet/)
  expect(() => getLabelSet(c, 'labels-9')).toThrow(/no label set labels-9/)
  expect(() => readLabels(c, '1; DROP TABLE runs')).toThrow(/no label set/)
  expect(() => getRun(c, 'run-1')).toThrow(/no run run-1/)
  expect(() => getEvaluation(c, '')).toThrow(/no run/)
  expect(() => readScores(c, 'run-1', 'E1')).toThrow(/no scores for E1/)
  expect(() => getReport(c, 'report-1')).toThrow(/no report report-1/)
  expect(() => saveReport(c, { run: 'run-1', title: '', html: '', json: '' })).toThrow(/no run run-1/)
})

const HASH = 'b'.repeat(64)
function draft(): RunDraft {
  const evaluation = { run: '', classes: ['benign', 'a'], protocols: [], weightsHash: HASH, scoresHash: HASH }
  return {
    summary: {
      name: 'S1',
      labelSet: 'labels-1',
      seconds: 1.5,
      engine: 'tfjs-cpu',
      seed: 42,
      classes: ['benign', 'a'],
      configHash: HASH,
      weightsHash: HASH,
      scoresHash: HASH,
      features: 2,
      protocols: [
        {
          id: 'E1',
          macroF1: 0.5,
          ailments: 1,
        },
      ],
    },
    config: ExperimentConfig.parse({}),
    losses: [{ regime: 'balanced', network: 'gate', epoch: 1, train: 0.7, validation: null }],
    featureNames: ['a', 'b'],
    encoder: { columns: [{ name: 'a', mean: 0.1 }] },
    evaluation: evaluation satisfies Evaluation,
    models: [
      {
        regime: 'balanced',
        name: 'gate',
        meta: { hidden: [2] },
        weights: {
          w2: {
            shape: [2, 1],
            data: Float32Array.of(NaN, -0),
          },
          w1: {
            shape: [1, 2, 2],
            data: Float32Array.of(1e-40, Infinity, 3, 4),
          },
          bias: {
            shape: [],
            data: Float32Array.of(0.1),
          },
        },
      },
      { regime: 'balanced', name: 'experts', meta: null, weights: {} },
    ],
    scores: [
      {
        protocol: 'E1',
        classes: 2,
        form: 'panel',
        experts: ['benign', 'a'],
        events: Float64Array.of(5, 4e9),
        truth: Uint8Array.of(0, 2),
        gate: Float32Array.of(0.1, 0.2, 0.3, 0.4),
        probability: Float32Array.of(1, 0, 1e-7, 0.5),
      },
    ],
  }
}

test('a run is read back bit for bit, after the case was closed', () => {
  const before = newCase()
  const saved = saveRun(before, draft())
  before.close()
  const c = openCase(before.path)
  const { models, scores, config, losses, encoder, evaluation } = draft()
  expect(listRuns(c)).toEqual([saved])
  expect(getRun(c, saved.id)).toEqual({ summary: saved, config, losses, features: ['a', 'b'] })
  expect(getEvaluation(c, saved.id)).toEqual({ ...evaluation, run: saved.id })
  expect(readEncoder(c, saved.id)).toEqual(encoder)
  expect(readModels(c, saved.id)).toEqual(models)
  expect(Object.keys(readModels(c, saved.id)[0]!.weights)).toEqual(['w2', 'w1', 'bias'])
  expect(Object.is(readModels(c, saved.id)[0]!.weights['w2']!.data[1], -0)).toBe(true)
  expect(readScores(c, saved.id, 'E1')).toEqual(scores[0])
  expect(() => readScores(c, saved.id, 'E3')).toThrow(/no scores for E3/)
  expect(checkCustody(c)).toMatchObject({ total: 2, intact: true })
  c.close()
})

test('a run with scores that do not fit is not saved at all', () => {
  const c = newCase()
  const run = draft()
  run.scores[0]!.gate = Float32Array.of(1)
  expect(() => saveRun(c, run)).toThrow(/not 2 rows of 2/)
  expect(listRuns(c)).toEqual([])
  expect(c.db.prepare('SELECT COUNT(*) FROM weights').pluck().get()).toBe(0)
  expect(checkCustody(c).total).toBe(1)
})

test('a report is read back byte for byte, with its hashes', () => {
  const c = newCase()
  const { id: run } = saveRun(c, draft())
  const html = '<!doctype html><p>Grüße 😀</p>'
  const info = saveReport(c, { run, title: 'Night', html, json: '{"n":1}' })
  expect(info).toMatchObject({ run, title: 'Night', htmlSha256: sha256(html), jsonSha256: sha256('{"n":1}') })
  expect(getReport(c, info.id)).toEqual({ info, html, json: '{"n":1}' })
  expect(listReports(c)).toEqual([info])
  expect(custodyEntries(c, 2, 1)[0]).toMatchObject({
    action: 'report-written',
    details: { id: info.id, run },
  })
})

test('scores from before version 5 name no experts: they are panels, one expert per class', () => {
  const c = newCase()
  const saved = saveRun(c, draft())
  c.db.prepare("UPDATE scores SET experts = '[]', form = 'panel'").run()
  const { form, experts, gate } = readScores(c, saved.id, 'E1')
  expect(form).toBe('panel')
  expect(experts).toEqual(saved.classes.slice(0, 2))
  expect(gate).toHaveLength(4)
  c.close()
})
