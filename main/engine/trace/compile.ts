/**
 * Turns pure tfjs functions into ONNX models: a function as it is, or the training step as the body of a Scan.
 *
 * What each step has its own of comes in the order of the steps, and the Scan hands it on as a view, without a copy. Rows of x are either of that
 * kind or taken by Gather from the whole table, which the body sees from outside; parameters and Adam's moments are carried
 * from step to step; the losses of all steps come out stacked.
 */
import type { Layout } from '../training/layout.ts'
import { Graph, type Dialect, type Port } from '../onnx/graph.ts'
import { encodeModel } from '../onnx/model.ts'
import type { Optimizer } from '../training/optimizer.ts'
import { batchLoss, trainingStep } from '../training/step.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import type { Dropout, ForwardFunction, LossFunction, TensorMap, Weights } from '../types.ts'
import { placeholder, record } from './backend.ts'
import { onnxType, type Recorder, type Tally } from './recorder.ts'

/** Names of the three vectors that a training carries; the model's outputs add `_next`. */
export const STATE = ['parameters', 'first', 'second'] as const

/** A dropout layer: its rate and how many numbers it takes from the pool of that rate. */
export interface Mask {
  rate: number
  size: number
}

export interface TrainingProgram {
  bytes: Uint8Array
  /** The dropout layers, in the order in which the loss asks for them. */
  masks: Mask[]
}

export interface TrainingShape {
  layout: Layout
  loss: LossFunction
  /** Adam when left out. */
  optimizer?: Optimizer
  /** Columns of x and of y. */
  features: number
  targets: number
  /** Rows of x come in the order of the steps, not as the whole table. For several programs that take the same rows. */
  ordered?: boolean
  /** Rows a step. */
  batch: number
}

/**
 * Model of any number of training steps. Inputs: x [rows, features] and order [steps, batch], or ordered x [steps, batch, features]; y [steps, batch, targets],
 * rates [steps, 2], the state, and with dropout offsets [steps, layers] and a pool per rate. Outputs: the state, losses [steps, networks].
 */
export function compileTraining(shape: TrainingShape): TrainingProgram {
  const program = traceTraining(shape)
  // Random numbers made by a model itself would be frozen into the graph. Traced again they come out otherwise.
  if (Buffer.compare(program.bytes, traceTraining(shape).bytes) !== 0) {
    throw new Error('The loss is not a pure function: traced twice it gave two models. Use aids.dropout')
  }
  return program
}

function traceTraining(shape: TrainingShape): TrainingProgram {
  const main = new Graph('training')
  const body = new Graph('step', main)
  const { masks, networks } = recordBody(body, shape)
  for (const name of STATE) main.input(name, 'float32', [shape.layout.total])
  const each = eachStep(shape, masks.length)
  for (const { name, type, shape } of each) main.input(name, type, ['steps', ...shape])
  if (!shape.ordered) main.input('x', 'float32', ['rows', shape.features])
  for (const rate of new Set(masks.map((mask) => mask.rate))) {
    main.input(poolName(rate), 'float32', [`length of ${poolName(rate)}`])
  }
  main.node('Scan', [...STATE, ...each.map(({ name }) => name)], {
    outputs: [...STATE.map((name) => `${name}_next`), 'losses'],
    attributes: { body: { graph: body }, num_scan_inputs: { int: each.length } },
  })
  for (const name of STATE) main.outputs.push(floats(`${name}_next`, [shape.layout.total]))
  main.outputs.push(floats('losses', ['steps', networks]))
  return { bytes: encodeModel(main), masks }
}

/** What every step has its own of, with the shape of one. */
function eachStep({ ordered, batch, features, targets }: TrainingShape, layers: number): Port[] {
  const rows: Port = ordered
    ? floats('x', [batch, features])
    : { name: 'order', type: 'int32', shape: [batch] }
  const always = [rows, floats('y', [batch, targets]), floats('rates', [2])]
  return layers === 0 ? always : [...always, { name: 'offsets', type: 'int64', shape: [layers] }]
}

/** Model that copies rows of a table: inputs x [rows, columns] and order [n], one output, rows [n, columns]. */
export function compileGather(columns: number): Uint8Array {
  const graph = new Graph('gather')
  graph.input('x', 'float32', ['rows of x', columns])
  graph.input('order', 'int32', ['n'])
  graph.node('Gather', ['x', 'order'], { outputs: ['rows'] })
  graph.outputs.push(floats('rows', ['n', columns]))
  return encodeModel(graph)
}

/** Model of the loss of one block: inputs x, y, parameters; one output, losses [networks]. */
export function compileEvaluation(shape: TrainingShape, dialect?: Dialect): Uint8Array {
  const inputs = {
    x: { shape: [shape.batch, shape.features] },
    y: { shape: [shape.batch, shape.targets] },
    parameters: { shape: [shape.layout.total] },
  }
  const body = ({ x, y, parameters }: TensorMap) => {
    const batch = { x: x as tf.Tensor2D, y: y as tf.Tensor2D }
    return [batchLoss(shape.loss, shape.layout, parameters as tf.Tensor1D, batch)]
  }
  return compileFunction('evaluation', inputs, {}, body, dialect)
}

/** Model of `forward` on blocks of `rows`, the weights inside: one input, x, and one output. */
export function compileForward(
  weights: Weights,
  forward: ForwardFunction,
  rows: number,
  features: number,
  dialect?: Dialect,
): Uint8Array {
  const body = ({ x, ...params }: TensorMap) => [forward(params, x as tf.Tensor2D)]
  return compileFunction('forward', { x: { shape: [rows, features] } }, weights, body, dialect)
}

/**
 * The same for ONNX Runtime's processor alone, with x as it reads it best: the model's input tells the shape, of the same numbers
 * in the same order.
 */
export function compileBlocks(
  weights: Weights,
  forward: ForwardFunction,
  rows: number,
  features: number,
): Uint8Array {
  const body = ({ x, ...params }: TensorMap) => [forward(params, x as tf.Tensor2D)]
  const graph = recordFunction('forward', { x: { shape: [rows, features] } }, weights, body, 'runtime')
  graph.shapeInputs()
  graph.prune()
  return encodeModel(graph)
}

/** What `forward` takes: multiplications a row, and numbers a row in its widest layer or in x. */
export interface Cost {
  multiplications: number
  breadth: number
}

/** Rows of the trace that tells what a forward pass takes: enough that what is done once counts for little. */
const TRIAL_ROWS = 64

/** Known from a trace alone; nothing is computed. */
export function costOf(weights: Weights, forward: ForwardFunction, features: number): Cost {
  const graph = new Graph('cost')
  let tally: Tally = { multiplications: 0, largest: 0 }
  record(graph, (recorder) => {
    const tensor = (name: string, shape: number[]) =>
      placeholder(recorder, graph.input(name, 'float32', shape), shape)
    const params = Object.fromEntries(
      Object.entries(weights).map(([name, { shape }]) => [name, tensor(name, shape)]),
    )
    forward(params, tensor('the rows', [TRIAL_ROWS, features]) as tf.Tensor2D)
    tally = recorder.tally
  })
  const breadth = Math.max(features, Math.ceil(tally.largest / TRIAL_ROWS))
  return { multiplications: tally.multiplications / TRIAL_ROWS, breadth }
}

export interface InputSpec {
  shape: number[]
  dtype?: 'float32' | 'int32'
}

/**
 * Model of a pure function: it gets the inputs and the constants by name, and what it gives become the outputs, in
 * that order. Constants are part of the model.
 */
export function compileFunction(
  name: string,
  inputs: Record<string, InputSpec>,
  constants: Weights,
  body: (tensors: TensorMap) => tf.Tensor[],
  dialect: Dialect = 'runtime',
): Uint8Array {
  return encodeModel(recordFunction(name, inputs, constants, body, dialect))
}

function recordFunction(
  name: string,
  inputs: Record<string, InputSpec>,
  constants: Weights,
  body: (tensors: TensorMap) => tf.Tensor[],
  dialect: Dialect,
): Graph {
  const graph = new Graph(name, undefined, dialect)
  record(graph, (recorder) => {
    const tensors: TensorMap = {}
    for (const [key, { shape, dtype = 'float32' }] of Object.entries(inputs)) {
      tensors[key] = placeholder(recorder, graph.input(key, dtype, shape), shape, dtype)
    }
    for (const [key, { shape, data }] of Object.entries(constants)) {
      tensors[key] = placeholder(recorder, graph.constant('float32', shape, data), shape)
    }
    for (const tensor of body(tensors)) {
      graph.output(recorder.full(tensor), onnxType(tensor.dtype), tensor.shape)
    }
  })
  graph.prune()
  return graph
}

/** Records one step into the body of the Scan; gives the dropout layers it met and the number of networks. */
function recordBody(body: Graph, shape: TrainingShape): { masks: Mask[]; networks: number } {
  const now = (name: string) => `${name}_now`
  for (const name of STATE) body.input(now(name), 'float32', [shape.layout.total])
  let step: RecordedStep | undefined
  record(body, (recorder) => {
    step = recordStep(recorder, shape, {
      x: shape.ordered ? now('x') : body.one('Gather', ['x', now('order')]),
      y: now('y'),
      rates: now('rates'),
      offsets: () => now('offsets'),
      state: STATE.map(now),
    })
    for (const name of step.state) body.output(name, 'float32', [shape.layout.total])
    body.output(step.losses, 'float32', [step.networks])
  })
  for (const port of eachStep(shape, step!.masks.length)) body.input(now(port.name), port.type, port.shape)
  body.prune()
  return step!
}

/** Names of the values that one step works on. */
export interface StepSources {
  /** [batch, features] and [batch, targets]. */
  x: string
  y: string
  /** [2]: Adam's a and e. */
  rates: string
  /** [layers]: where each dropout layer's piece of the pool begins. Asked for only if there are any. */
  offsets: () => string
  /** In the order of STATE. */
  state: string[]
}

export interface RecordedStep {
  /** Names of the state after the step, in the order of STATE. */
  state: string[]
  /** Name of the losses, [networks]. */
  losses: string
  networks: number
  /** The dropout layers, in the order in which the loss asks for them. */
  masks: Mask[]
}

/** Records one training step: its rows, rates, masks and state are values of the graph already. */
export function recordStep(recorder: Recorder, shape: TrainingShape, from: StepSources): RecordedStep {
  const { graph } = recorder
  const tensor = (name: string, size: number[]) => placeholder(recorder, name, size)
  const batch = {
    x: tensor(from.x, [shape.batch, shape.features]) as tf.Tensor2D,
    y: tensor(from.y, [shape.batch, shape.targets]) as tf.Tensor2D,
  }
  const [a, e] = graph.node('Split', [from.rates, graph.ints([1, 1])], { outputs: 2 })
  const rates = { a: tensor(a!, [1]), e: tensor(e!, [1]) }
  const vector = (i: number) => tensor(from.state[i]!, [shape.layout.total]) as tf.Tensor1D
  const state = { parameters: vector(0), first: vector(1), second: vector(2) }
  const masks: Mask[] = []
  const aids = dropoutFromPool(recorder, from.offsets, masks)
  const next = trainingStep(shape.loss, shape.layout, state, batch, rates, aids, shape.optimizer)
  return {
    state: STATE.map((name) => recorder.full(next.state[name])),
    losses: recorder.full(next.losses),
    networks: next.losses.size,
    masks,
  }
}

/** Dropout whose mask is a piece of the pool of its rate, from the offset of this step and layer. */
function dropoutFromPool(recorder: Recorder, offsets: () => string, masks: Mask[]): Dropout {
  const { graph } = recorder
  return {
    dropout: (x, rate) => {
      if (rate === 0) return x
      const layer = masks.length
      masks.push({ rate, size: x.size })
      const start = graph.one('Slice', [offsets(), graph.ints([layer]), graph.ints([layer + 1])])
      const end = graph.one('Add', [start, graph.ints([x.size])])
      const piece = graph.one('Slice', [poolName(rate), start, end])
      const shaped = graph.one('Reshape', [piece, graph.ints(x.shape)])
      return tf.mul(x, placeholder(recorder, shaped, x.shape))
    },
  }
}

/** Input with the mask values of a rate. */
export const poolName = (rate: number) => `pool_${rate}`

const floats = (name: string, shape: (number | string)[]) => ({ name, type: 'float32' as const, shape })
