/** Forests apart: each is what two-class training of its class against the rest gives, on any number of threads. */
import { expect, test } from 'vitest'
import { weightsHash } from '../../../../main/engine/weights.ts'
import { trainTreePanel } from '../../../../main/models/trees/panel.ts'
import { trainTrees } from '../../../../main/models/trees/train.ts'
import { drawTable, rowsOf } from './tables.ts'

const against = (labels: Uint8Array, k: number) => labels.map((label) => (label === k ? 1 : 0))

test.each([2, 4])('with %i classes, each expert grows as it would alone', async (classes) => {
  const table = drawTable(300, classes, 3)
  const settings = { rounds: 8 }
  const experts = await trainTreePanel({ ...table, classes, settings })
  expect(experts).toHaveLength(classes)
  for (const [k, expert] of experts.entries()) {
    const alone = await trainTrees({ x: table.x, labels: against(table.labels, k), classes: 2, settings })
    expect(weightsHash(expert.weights)).toBe(weightsHash(alone.weights))
    expert.losses.forEach(({ train }, i) => expect(train).toBeCloseTo(alone.losses[i]!.train, 10))
  }
})

test('validation stops each by itself where it would stop alone, and threads change nothing', async () => {
  const [table, validation] = [drawTable(300, 3, 8), drawTable(150, 3, 9)]
  const settings = { rounds: 60, patience: 4 }
  const once = await trainTreePanel({ ...table, validation, classes: 3, settings })
  for (const [k, expert] of once.entries()) {
    const checked = { x: validation.x, labels: against(validation.labels, k) }
    const own = { x: table.x, labels: against(table.labels, k), validation: checked, classes: 2, settings }
    const alone = await trainTrees(own)
    expect(expert.rounds).toBeLessThan(60)
    // Others may still learn, so it may find a better round later than it would have looked for alone.
    expect(expert.rounds).toBeGreaterThanOrEqual(alone.rounds)
  }
  const again = await trainTreePanel({ ...table, validation, classes: 3, settings, threads: 3 })
  expect(again.map(({ weights }) => weightsHash(weights))).toEqual(
    once.map(({ weights }) => weightsHash(weights)),
  )
})

test('a class without a row has an expert that says no', async () => {
  const table = { x: rowsOf([[1], [2], [3], [4]]), labels: Uint8Array.of(0, 0, 1, 1) }
  const experts = await trainTreePanel({ ...table, classes: 3, settings: { rounds: 5 } })
  expect(experts[2]!.losses.at(-1)!.train).toBeLessThan(0.5)
})
