/** Small flow networks and a problem for them: every expert has something to say. */
import { random } from '../../../../main/engine/random.ts'
import type { TrainPlan } from '../../../../main/engine/types.ts'
import { flowsLoss } from '../../../../main/models/flows/network.ts'
import { carriedOf, initFlows } from '../../../../main/models/flows/parameters.ts'
import type { FlowGate, FlowsShape } from '../../../../main/models/flows/shape.ts'
import { oneHot } from '../../../../main/models/mixture.ts'

/** Nine columns, three classes, width 16; no two experts see the same. */
export function smallShape(gate: FlowGate = 'soft', experts = 4): FlowsShape {
  const all: FlowsShape['experts'] = [
    { name: 'tabular', columns: [0, 1, 2] },
    { name: 'temporal', columns: [3, 4, 5, 6] },
    { name: 'protocol', columns: [7] },
    { name: 'statistics', columns: [8] },
  ]
  return {
    features: 9,
    classes: 3,
    experts: all.slice(0, experts),
    gate,
    k: 2,
    width: 16,
    layers: 2,
    heads: 4,
  }
}

/** Class 1 by the first column, class 2 by a falling run of the temporal columns, else class 0. */
export function flowRows(rows: number, seed = 1) {
  const next = random(seed)
  const data = Float32Array.from({ length: rows * 9 }, () => next() * 2 - 1)
  const labels = Array.from({ length: rows }, (_, row) => {
    const at = (column: number) => data[row * 9 + column]!
    if (at(0) > 0.3) return 1
    return at(3) + at(4) > at(5) + at(6) ? 2 : 0
  })
  return { x: { rows, columns: 9, data }, y: oneHot(labels, 3), labels }
}

/** 50 rows in batches of 16: the last step of each epoch is short. */
export function flowPlan(shape: FlowsShape, change: Partial<TrainPlan> = {}, rows = 50): TrainPlan {
  const { x, y } = flowRows(rows)
  return {
    name: 'flows',
    weights: initFlows(shape, 3),
    carried: carriedOf(shape),
    x,
    y,
    loss: flowsLoss(shape, { dropout: 0.1, classWeights: [1, 2, 0.5] }),
    epochs: 2,
    batchSize: 16,
    learningRate: 1e-3,
    seed: 5,
    ...change,
  }
}
