/**
 * Puts a traced model into a graph so that it works on any number of rows.
 *
 * tfjs knows only fixed shapes, so the model is traced twice, for two large prime numbers of rows. Both traces must have
 * the same nodes; where their constants differ, a number that is a multiple of the rows in both stands for that
 * multiple, and is computed from the batch's size when the model runs. Any other difference is refused.
 */
import { Graph, type Attribute, type Constant } from '../onnx/graph.ts'
import type { tf } from '../tensorflow/tensorflow.ts'
import type { ForwardFunction, Weights } from '../types.ts'
import { placeholder, record } from './backend.ts'

const ROWS = [7919, 104_729] as const

/**
 * Adds `forward` with its weights to `graph`.
 * @param x name of a float32 value [rows, features] of the graph
 * @returns the name of what `forward` gives, [rows, columns]
 */
export function addForward(
  graph: Graph,
  x: string,
  model: { weights: Weights; forward: ForwardFunction; features: number },
): string {
  const [one, other] = ROWS.map((rows) => trace(model, rows, graph.dialect)) as [Graph, Graph]
  if (shapeless(one) !== shapeless(other) || one.constants.length !== other.constants.length) throw notAny()
  const names = new Map([['x', x]])
  const rows = () => graph.one('Shape', [x], { start: { int: 0 }, end: { int: 1 } })
  one.constants.forEach((constant, i) => {
    names.set(constant.name, addConstant(graph, constant, other.constants[i]!, rows))
  })
  for (const { op, domain, inputs, outputs, attributes } of one.nodes) {
    const mapped = inputs.map((name) => (name === '' ? '' : names.get(name)!))
    const made = graph.node(op, mapped, { domain, attributes, outputs: outputs.length })
    outputs.forEach((name, i) => names.set(name, made[i]!))
  }
  return names.get(one.outputs[0]!.name)!
}

function trace(
  { weights, forward, features }: { weights: Weights; forward: ForwardFunction; features: number },
  rows: number,
  dialect: Graph['dialect'],
): Graph {
  const graph = new Graph('forward', undefined, dialect)
  record(graph, (recorder) => {
    const x = placeholder(recorder, graph.input('x', 'float32', [rows, features]), [rows, features])
    const params = Object.entries(weights).map(([name, { shape, data }]) => {
      return [name, placeholder(recorder, graph.constant('float32', shape, data), shape)] as const
    })
    const out = forward(Object.fromEntries(params), x as tf.Tensor2D)
    graph.output(recorder.full(out), 'float32', out.shape)
  })
  graph.prune()
  return graph
}

/** A graph's nodes as text, without the shapes that depend on the rows. */
function shapeless({ nodes }: Graph): string {
  const plain = (attribute: Attribute) => ('graph' in attribute ? 'a graph' : attribute)
  return JSON.stringify(
    nodes.map(({ attributes, ...node }) => [
      node,
      Object.entries(attributes).map(([key, value]) => [key, plain(value)]),
    ]),
  )
}

function addConstant(graph: Graph, one: Constant, other: Constant, rows: () => string): string {
  if (Buffer.compare(one.bytes, other.bytes) === 0) {
    return graph.constant(one.type, one.shape, numbersOf(one))
  }
  const [a, b] = [numbersOf(one), numbersOf(other)]
  if (one.type !== 'int64' || one.shape.length !== 1 || a.length !== b.length) throw notAny()
  const parts = a.map((value, i) => {
    if (value === b[i]) return graph.ints([value])
    const times = value / ROWS[0]
    if (!Number.isInteger(times) || b[i] !== times * ROWS[1]) throw notAny()
    return times === 1 ? rows() : graph.one('Mul', [rows(), graph.ints([times])])
  })
  return parts.length === 1 ? parts[0]! : graph.one('Concat', parts, { axis: { int: 0 } })
}

function numbersOf({ type, bytes }: Constant): number[] {
  const buffer = bytes.slice().buffer
  if (type === 'float32') return [...new Float32Array(buffer)]
  if (type === 'float64') return [...new Float64Array(buffer)]
  if (type === 'int64') return [...new BigInt64Array(buffer)].map(Number)
  return type === 'int32' ? [...new Int32Array(buffer)] : [...bytes]
}

const notAny = () => new Error('This model cannot be made to work on any number of rows')
