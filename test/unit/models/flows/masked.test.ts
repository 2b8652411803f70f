/** Masked feature modelling: hidden values are told from the others, and what was learned goes on to stage two. */
import { expect, test } from 'vitest'
import { createEagerEngine } from '../../../../main/engine/tensorflow/eager.ts'
import { createOnnxEngine } from '../../../../main/engine/onnxruntime/cpu-engine.ts'
import { normal, random } from '../../../../main/engine/random.ts'
import type { TrainPlan } from '../../../../main/engine/types.ts'
import { maskedLoss, maskedWeights, withPretrained } from '../../../../main/models/flows/masked.ts'
import { initFlows } from '../../../../main/models/flows/parameters.ts'
import { smallShape } from './task.ts'

const shape = smallShape('soft', 2)
const traced = await createOnnxEngine()

/** Three columns that say nearly the same, with mean 0 and variance 1; the others are noise. */
function plan(rows: number, change: Partial<TrainPlan> = {}): TrainPlan {
  const draw = normal(random(2))
  const data = new Float32Array(rows * 9)
  for (let row = 0; row < rows; row++) {
    const common = draw()
    for (let column = 0; column < 9; column++) {
      data[row * 9 + column] = column < 3 ? 0.98 * common + 0.2 * draw() : draw()
    }
  }
  const x = { rows, columns: 9, data }
  const y = { rows, columns: 1, data: new Float32Array(rows) }
  const weights = maskedWeights(shape, initFlows(shape, 3), 3)
  const settings = { epochs: 2, batchSize: 32, learningRate: 3e-3, seed: 1 }
  return { name: 'masked', weights, x, y, loss: maskedLoss(shape, { dropout: 0 }), ...settings, ...change }
}

test('reconstruction of hidden values becomes far better than saying the mean', async () => {
  const { x, y } = plan(200)
  const { losses } = await traced.train(plan(1000, { epochs: 12, validation: { x, y } }))
  expect(losses[0]!.train).toBeGreaterThan(0.5)
  expect(losses.at(-1)!.train).toBeLessThan(0.25)
  expect(losses.at(-1)!.validation).toBeLessThan(0.2)
})

test('traced and eager come to the same', async () => {
  const eager = createEagerEngine('tfjs-cpu', 'cpu', 'CPU')
  const [a, b] = [await eager.train(plan(50)), await traced.train(plan(50))]
  expect(b.losses[1]!.train).toBeCloseTo(a.losses[1]!.train, 5)
})

test('stage two takes over the transformer and nothing else', async () => {
  const fresh = initFlows(shape, 3)
  const { weights } = await traced.train(plan(100))
  const joined = withPretrained(fresh, weights)
  expect(Object.keys(joined)).toEqual(Object.keys(fresh))
  expect(joined['tabular.token.weight']!.data).not.toEqual(fresh['tabular.token.weight']!.data)
  expect(joined['tabular.token.weight']).toEqual(weights['tabular.token.weight'])
  expect(joined['temporal.0.weight']).toBe(fresh['temporal.0.weight'])
})

test('without the tabular expert there is nothing to model', () => {
  const [, temporal] = shape.experts
  const bare = { ...shape, experts: [temporal!] }
  expect(() => maskedLoss(bare, { dropout: 0 })).toThrow('needs the tabular expert')
})
