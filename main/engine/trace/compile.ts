/**
 * Turns pure tfjs functions into ONNX models: a function as it is, or the training step as the body of a Loop.
 *
 * In the Loop the minibatch is taken by Gather from the whole table, which the body sees from outside and never
 * copies; parameters and Adam's moments are carried from step to step; the losses of all steps come out stacked.
 */
import { applyDropout, noDropout } from '../dropout.ts'
import type { Layout } from '../layout.ts'
import { Graph } from '../onnx/graph.ts'
import { encodeModel } from '../onnx/model.ts'
import { batchLoss, trainingStep } from '../step.ts'
import type { tf } from '../tensorflow.ts'
import type { Aids, ForwardFunction, LossFunction, TensorMap, Weights } from '../types.ts'
import { placeholder, record } from './backend.ts'
import type { Recorder } from './recorder.ts'

/** Names of the three vectors that a training carries; the model's outputs add `_next`. */
export const STATE = ['parameters', 'first', 'second'] as const

export interface TrainingProgram {
  bytes: Uint8Array
  /** Numbers that each dropout layer takes from the pool, in order. */
  masks: number[]
}

export interface TrainingShape {
  layout: Layout
  loss: LossFunction
  /** Columns of x and y. */
  features: number
  targets: number
  /** Rows a step. */
  batch: number
}

/**
 * Model of `count` training steps. Inputs: x, y (whole tables), order [steps, batch], rates [steps, 2], count, the
 * state, and with dropout pool and offsets [steps, layers]. Outputs: the state, losses [steps, networks].
 */
export function compileTraining(shape: TrainingShape): TrainingProgram {
  const main = new Graph('training')
  const body = new Graph('step', main)
  main.input('x', 'float32', ['rows', shape.features])
  main.input('y', 'float32', ['rows', shape.targets])
  main.input('order', 'int32', ['steps', shape.batch])
  main.input('rates', 'float32', ['steps', 2])
  main.input('count', 'int64', [])
  for (const name of STATE) main.input(name, 'float32', [shape.layout.total])
  const { masks, networks } = recordStep(body, shape)
  if (masks.length > 0) {
    main.input('offsets', 'int64', ['steps', masks.length])
    main.input('pool', 'float32', ['pool'])
  }
  const always = main.constant('bool', [], [1])
  const outputs = [...STATE.map((name) => `${name}_next`), 'losses']
  main.node('Loop', ['count', always, ...STATE], { outputs, attributes: { body: { graph: body } } })
  for (const name of STATE) main.outputs.push(floats(`${name}_next`, [shape.layout.total]))
  main.outputs.push(floats('losses', ['steps', networks]))
  return { bytes: encodeModel(main), masks }
}

/** Model of the loss of one block: inputs x, y, parameters; output losses [networks]. */
export function compileEvaluation(shape: TrainingShape): Uint8Array {
  const graph = new Graph('evaluation')
  graph.input('x', 'float32', [shape.batch, shape.features])
  graph.input('y', 'float32', [shape.batch, shape.targets])
  graph.input('parameters', 'float32', [shape.layout.total])
  record(graph, (recorder) => {
    const batch = {
      x: placeholder(recorder, 'x', [shape.batch, shape.features]) as tf.Tensor2D,
      y: placeholder(recorder, 'y', [shape.batch, shape.targets]) as tf.Tensor2D,
    }
    const vector = placeholder(recorder, 'parameters', [shape.layout.total]) as tf.Tensor1D
    const losses = batchLoss(shape.loss, shape.layout, vector, batch, noDropout)
    graph.output('losses', recorder.full(losses), 'float32', losses.shape)
  })
  graph.prune()
  return encodeModel(graph)
}

/** Model of `forward` on blocks of `rows`, the weights inside: input x, output scores. */
export function compileForward(
  weights: Weights,
  forward: ForwardFunction,
  rows: number,
  features: number,
): Uint8Array {
  const graph = new Graph('forward')
  graph.input('x', 'float32', [rows, features])
  record(graph, (recorder) => {
    const params: TensorMap = {}
    for (const [name, { shape, data }] of Object.entries(weights)) {
      params[name] = placeholder(recorder, graph.constant('float32', shape, data), shape)
    }
    const scores = forward(params, placeholder(recorder, 'x', [rows, features]) as tf.Tensor2D)
    graph.output('scores', recorder.full(scores), 'float32', scores.shape)
  })
  graph.prune()
  return encodeModel(graph)
}

/** Records one step into the body of the Loop; gives the dropout layers it met and the number of networks. */
function recordStep(body: Graph, shape: TrainingShape): { masks: number[]; networks: number } {
  const masks: number[] = []
  let networks = 0
  const iteration = body.input('iteration', 'int64', [])
  const condition = body.input('condition', 'bool', [])
  for (const name of STATE) body.input(`${name}_now`, 'float32', [shape.layout.total])
  record(body, (recorder) => {
    const tensor = (name: string, size: number[]) => placeholder(recorder, name, size)
    const vector = (name: string) => tensor(`${name}_now`, [shape.layout.total]) as tf.Tensor1D
    const rows = body.one('Gather', ['order', iteration])
    const batch = {
      x: tensor(body.one('Gather', ['x', rows]), [shape.batch, shape.features]) as tf.Tensor2D,
      y: tensor(body.one('Gather', ['y', rows]), [shape.batch, shape.targets]) as tf.Tensor2D,
    }
    const [a, e] = body.node('Split', [body.one('Gather', ['rates', iteration]), body.ints([1, 1])], {
      outputs: 2,
    })
    const state = { parameters: vector('parameters'), first: vector('first'), second: vector('second') }
    const rates = { a: tensor(a!, [1]), e: tensor(e!, [1]) }
    const next = trainingStep(
      shape.loss,
      shape.layout,
      state,
      batch,
      rates,
      dropoutFromPool(recorder, iteration, masks),
    )
    networks = next.losses.size
    body.output('condition_next', condition, 'bool', [])
    for (const name of STATE) {
      body.output(`${name}_then`, recorder.full(next.state[name]), 'float32', [shape.layout.total])
    }
    body.output('step_losses', recorder.full(next.losses), 'float32', next.losses.shape)
  })
  body.prune()
  return { masks, networks }
}

/** Dropout whose numbers are a piece of the input `pool`, from the input `offsets` of this step and layer. */
function dropoutFromPool(recorder: Recorder, iteration: string, masks: number[]): Aids {
  const { graph } = recorder
  return {
    dropout: (x, rate) => {
      if (rate === 0) return x
      const layer = masks.length
      masks.push(x.size)
      const offsets = graph.one('Gather', ['offsets', iteration])
      const start = graph.one('Slice', [offsets, graph.ints([layer]), graph.ints([layer + 1])])
      const end = graph.one('Add', [start, graph.ints([x.size])])
      const piece = graph.one('Slice', ['pool', start, end])
      const shaped = graph.one('Reshape', [piece, graph.ints(x.shape)])
      return applyDropout(x, placeholder(recorder, shaped, x.shape), rate)
    },
  }
}

const floats = (name: string, shape: (number | string)[]) => ({ name, type: 'float32' as const, shape })
