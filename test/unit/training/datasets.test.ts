/** Which events of a label set take part in an experiment. */
import { expect, test } from 'vitest'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { buildDataset } from '../../../main/training/datasets.ts'
import { addCapture, addLabels, make, newCase } from '../features/small-case.ts'

function labeledCase(labels: number[], classes = ['benign', 'x', 'y']) {
  const c = newCase()
  const times = make(labels.length, (row) => (row === 3 ? null : row * 1e6))
  addCapture(c, { at: { type: 'time', data: times } }, { time: 'at' })
  return { c, set: addLabels(c, classes, labels).id }
}

test('events apart, dropped or without time take no part', () => {
  const { c, set } = labeledCase([0, 1, -1, 0, -2, 2, -3, 1])
  const dataset = buildDataset(c, loadCore(c), set, 1000, 1)
  expect([...dataset.events]).toEqual([0, 1, 5, 7])
  expect([...dataset.labels]).toEqual([0, 1, 2, 1])
  expect([...dataset.times]).toEqual([0, 1e6, 5e6, 7e6])
  c.close()
})

test('above maxRows the sample keeps proportions, and rare classes keep a floor', () => {
  const labels = make(5000, (row) => (row % 500 === 1 ? 2 : row % 10 === 0 ? 1 : 0))
  const { c, set } = labeledCase(labels)
  const dataset = buildDataset(c, loadCore(c), set, 1000, 1)
  const counts = [0, 1, 2].map((k) => dataset.labels.filter((label) => label === k).length)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
  expect(counts[2]).toBe(10)
  expect(Math.abs((counts[1] ?? 0) - 100)).toBeLessThanOrEqual(10)
  expect(buildDataset(c, loadCore(c), set, 1000, 1)).toEqual(dataset)
  expect(buildDataset(c, loadCore(c), set, 1000, 2).events).not.toEqual(dataset.events)
  c.close()
})

test('labels of one class only are a problem with advice', () => {
  const { c, set } = labeledCase([0, 0, 0, 0, -1], ['benign', 'x'])
  expect(() => buildDataset(c, loadCore(c), set, 1000, 1)).toThrow(/one class only \(benign 3, x 0\)/)
  c.close()
})
