/** Questions to stored scores agree with the evaluation, and with each other. */
import { expect, test } from 'vitest'
import { evaluateScores, evaluateStored } from '../../../main/evaluation/from-scores.ts'
import { modelsHash, scoresHash, toStored } from '../../../main/evaluation/hashes.ts'
import { hearings } from '../../../main/evaluation/hearings.ts'
import { atThreshold, cellEvents } from '../../../main/evaluation/stored.ts'
import { CLASSES, config, labelsOf, PUBLISHED, sound } from './synthetic.ts'

const scored = sound(labelsOf(PUBLISHED))
const stored = toStored('E1', scored)
const { model } = config()
const gating = { strategy: 'threshold' as const, parameter: 0.5 }
const every = { truth: null, predicted: null, only: 'every' as const, offset: 0, limit: 500 }

test('stored scores give the very numbers of the evaluation', () => {
  const fresh = evaluateScores(scored, CLASSES, model, PUBLISHED).part
  expect(evaluateStored(stored, CLASSES, model, PUBLISHED)).toEqual(fresh)
})

test('the slider at a threshold shows what the sweep shows there', () => {
  const { gate, strategies } = evaluateStored(stored, CLASSES, model, PUBLISHED)
  const at = atThreshold(stored, CLASSES, 0.5)
  expect(at.metrics).toEqual(strategies[2]!.metrics)
  expect(gate.sweep).toHaveLength(51)
  for (const point of gate.sweep) {
    const here = atThreshold(stored, CLASSES, point.threshold)
    expect(here.metrics.macro.f1).toBe(point.macroF1)
    expect(here.silent).toBe(point.silent)
    expect(here.load.reduce((a, b) => a + b, 0)).toBeCloseTo(point.meanActive, 9)
  }
  expect(gate.sweep.at(-1)).toMatchObject({ threshold: 1, silent: 1000, meanActive: 1 })
})

test('the cells of the confusion matrix hold the events that it counts', () => {
  const { confusion } = atThreshold(stored, CLASSES, 0.5).metrics
  const all: number[] = []
  confusion.forEach((line, truth) =>
    line.forEach((count, predicted) => {
      const cell = cellEvents(stored, gating, { truth, predicted }, 1000)
      expect(cell.total).toBe(count)
      all.push(...cell.events)
    }),
  )
  expect(all.sort((a, b) => a - b)).toEqual([...stored.events])
  const benign = cellEvents(stored, gating, { truth: 0, predicted: 0 }, 3)
  expect(benign.events).toHaveLength(3)
  expect(benign.total).toBe(confusion[0]![0])
})

const byName = (a: { expert: string }, b: { expert: string }): number => (a.expert < b.expert ? -1 : 1)

test('a hearing names every voice, and the best active one decides', () => {
  const { total, rows } = hearings(stored, CLASSES, gating, every)
  expect(total).toBe(1000)
  expect(rows).toHaveLength(500)
  for (const row of rows) {
    const active = row.voices.filter((v) => v.active).sort((a, b) => b.score! - a.score!)
    const passing = row.voices.filter((v) => v.gate > 0.5)
    if (passing.length > 0) expect(active.toSorted(byName)).toEqual(passing.toSorted(byName))
    else expect(active).toEqual([row.voices.reduce((a, b) => (b.gate > a.gate ? b : a))])
    expect(row.predicted).toBe(active[0]!.expert)
    expect(row.margin).toBeCloseTo((active[0]?.score ?? 0) - (active[1]?.score ?? 0), 12)
  }
})

test('hearings are filtered and paged without gaps', () => {
  const errors = hearings(stored, CLASSES, gating, { ...every, only: 'errors' })
  const right = hearings(stored, CLASSES, gating, { ...every, only: 'right' })
  expect(errors.total + right.total).toBe(1000)
  expect(errors.rows.every((row) => row.truth !== row.predicted)).toBe(true)
  const some = { ...every, truth: 'T1059' }
  const pages = [0, 30, 60].flatMap(
    (offset) => hearings(stored, CLASSES, gating, { ...some, offset, limit: 30 }).rows,
  )
  expect(pages).toHaveLength(69)
  expect(new Set(pages.map((row) => row.event)).size).toBe(69)
  expect(hearings(stored, CLASSES, gating, { ...every, truth: 'no such class' }).total).toBe(0)
})

test('hashes change with any byte, and not with the order of protocols or models', () => {
  const other = toStored('E2', scored)
  const changed = { ...stored, gate: stored.gate.with(7, 0.123) }
  expect(scoresHash([stored, other])).toBe(scoresHash([other, stored]))
  expect(scoresHash([stored])).not.toBe(scoresHash([changed]))
  expect(scoresHash([stored])).not.toBe(scoresHash([{ ...stored, protocol: 'E2' }]))
  const model1 = {
    regime: 'balanced',
    name: 'gate',
    weights: { w: { shape: [1], data: Float32Array.of(1) } },
  }
  const model2 = { ...model1, name: 'experts' }
  expect(modelsHash([model1, model2])).toBe(modelsHash([model2, model1]))
  expect(modelsHash([model1])).not.toBe(modelsHash([model2]))
})
