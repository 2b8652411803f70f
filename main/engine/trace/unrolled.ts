/**
 * Training steps one after the other in one graph, for graphics cards.
 *
 * A Scan or Loop is steered by the processor: at each turn it would take the state from the card and give it back. Here a fixed
 * number of steps is written out, so that the state stays on the card from the first to the last. Every shape is known
 * before, the mask pools lie in the model (and so on the card), and the rows of the steps come with each call.
 */
import { Graph } from '../onnx/graph.ts'
import { encodeModel } from '../onnx/model.ts'
import { record } from './backend.ts'
import {
  poolName,
  recordStep,
  STATE,
  type Mask,
  type TrainingProgram,
  type TrainingShape,
} from './compile.ts'

/** Mask values of a rate for layers of up to `largest` numbers. */
export type Pools = (rate: number, largest: number) => Float32Array

/**
 * Model of `steps` training steps. Inputs: x [steps, batch, features], y [steps, batch, targets], rates [steps, 2], the
 * state, and with dropout offsets [steps, layers]. Outputs: the state, losses [steps, networks].
 */
export function compileSteps(shape: TrainingShape, steps: number, pools: Pools): TrainingProgram {
  const graph = new Graph('steps', undefined, 'standard')
  const { batch, features, targets, layout } = shape
  graph.input('x', 'float32', [steps, batch, features])
  graph.input('y', 'float32', [steps, batch, targets])
  graph.input('rates', 'float32', [steps, 2])
  for (const name of STATE) graph.input(name, 'float32', [layout.total])
  const { masks, state, losses, networks } = recordSteps(graph, shape, steps)
  if (masks.length > 0) graph.input('offsets', 'int64', [steps, masks.length])
  for (const rate of new Set(masks.map((mask) => mask.rate))) {
    const pool = pools(rate, largestOf(masks, rate))
    graph.namedConstant(poolName(rate), 'float32', [pool.length], pool)
  }
  STATE.forEach((name, i) => {
    graph.node('Identity', [state[i]!], { outputs: [`${name}_next`] })
    graph.outputs.push({ name: `${name}_next`, type: 'float32', shape: [layout.total] })
  })
  graph.node('Concat', losses, { outputs: ['losses'], attributes: { axis: { int: 0 } } })
  graph.outputs.push({ name: 'losses', type: 'float32', shape: [steps * networks] })
  graph.prune()
  return { bytes: encodeModel(graph), masks }
}

/** Size of the largest layer of a rate. */
export function largestOf(masks: Mask[], rate: number): number {
  return Math.max(...masks.filter((mask) => mask.rate === rate).map((mask) => mask.size))
}

function recordSteps(graph: Graph, shape: TrainingShape, steps: number) {
  let state: string[] = [...STATE]
  let masks: Mask[] = []
  let networks = 0
  const losses: string[] = []
  record(graph, (recorder) => {
    for (let i = 0; i < steps; i++) {
      const at = graph.constant('int64', [], [i])
      const now = (name: string) => graph.one('Gather', [name, at])
      const from = { x: now('x'), y: now('y'), rates: now('rates'), offsets: () => now('offsets'), state }
      const step = recordStep(recorder, shape, from)
      state = step.state
      masks = step.masks
      networks = step.networks
      losses.push(step.losses)
    }
  })
  return { masks, state, losses, networks }
}
