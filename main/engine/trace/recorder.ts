/**
 * Values of a trace and how they become ONNX names. A value is one of: the output of a node; a node's output that
 * still has to be broadcast to a larger shape; one number everywhere; an array known while tracing. Broadcasting
 * and constants stay lazy, because ONNX broadcasts in most places by itself: it keeps graphs small and fast.
 */
import type { Graph, NodeOptions, OnnxType } from '../onnx/graph.ts'
import { tf } from '../tensorflow/tensorflow.ts'

export type Numbers = Float32Array | Int32Array | Uint8Array

export type Value =
  | { kind: 'node'; name: string }
  | { kind: 'spread'; name: string; from: number[] }
  | { kind: 'uniform'; value: number }
  | { kind: 'known'; values: Numbers }

/** What products a trace holds. */
export interface Tally {
  /** Multiplications, each with an addition. */
  multiplications: number
  /** Numbers in the largest result. */
  largest: number
}

/** Where the backend keeps values; the recorder only makes and looks up. */
export interface ValueStore {
  make(value: Value, shape: number[], dtype: tf.DataType): tf.TensorInfo
  look(tensor: tf.TensorInfo): Value
  /** Another reference to the same value, under a shape of the same size. */
  alias(tensor: tf.TensorInfo, shape?: number[]): tf.TensorInfo
}

export class Recorder {
  readonly graph: Graph
  readonly store: ValueStore
  /** Output of Relu by its input: the gradient can reuse it. */
  readonly relus = new Map<string, string>()
  readonly tally: Tally = { multiplications: 0, largest: 0 }

  constructor(graph: Graph, store: ValueStore) {
    this.graph = graph
    this.store = store
  }

  /** A tensor that stands for a named ONNX value. */
  named(name: string, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    return this.store.make({ kind: 'node', name }, shape, dtype)
  }

  /** Counts a product that gives `size` numbers, each a sum of `depth`. */
  count(size: number, depth: number): void {
    this.tally.multiplications += size * depth
    this.tally.largest = Math.max(this.tally.largest, size)
  }

  /** Adds a node with one output of the given shape. */
  emit(
    op: string,
    inputs: string[],
    shape: number[],
    dtype: tf.DataType,
    options: Omit<NodeOptions, 'outputs'> = {},
  ): tf.TensorInfo {
    return this.named(this.graph.node(op, inputs, options)[0]!, shape, dtype)
  }

  /** A node that works number by number: done on the narrow forms, broadcast afterwards if still needed. */
  pointwise(
    op: string,
    tensors: tf.TensorInfo[],
    dtype: tf.DataType,
    attributes: NodeOptions['attributes'] = {},
  ) {
    const narrow = tensors.map((tensor) => this.narrow(tensor))
    const name = this.graph.one(
      op,
      narrow.map((part) => part.name),
      attributes,
    )
    const shape = tensors.map((tensor) => tensor.shape).reduce(broadcast)
    return this.spread(name, narrow.map((part) => part.shape).reduce(broadcast), shape, dtype)
  }

  /** A value of shape `from`, seen as broadcast to `shape`. */
  spread(name: string, from: number[], shape: number[], dtype: tf.DataType): tf.TensorInfo {
    if (tf.util.arraysEqual(from, shape)) return this.named(name, shape, dtype)
    return this.store.make({ kind: 'spread', name, from }, shape, dtype)
  }

  /** `tensor` broadcast to `shape`, without computing anything. */
  widen(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
    if (tf.util.arraysEqual(tensor.shape, shape)) return this.store.alias(tensor)
    const value = this.store.look(tensor)
    if (value.kind === 'uniform') return this.store.make(value, shape, tensor.dtype)
    const narrow = this.narrow(tensor)
    return this.spread(narrow.name, narrow.shape, shape, tensor.dtype)
  }

  /** One number in every place. */
  uniform(value: number, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    return this.store.make({ kind: 'uniform', value }, shape, dtype)
  }

  /** The number that is in every place, if that is known. */
  uniformOf(tensor: tf.TensorInfo): number | null {
    const value = this.store.look(tensor)
    return value.kind === 'uniform' ? value.value : null
  }

  /** Name and shape of the smallest value that broadcasts to `tensor`. */
  narrow(tensor: tf.TensorInfo): { name: string; shape: number[] } {
    const value = this.store.look(tensor)
    if (value.kind === 'node') return { name: value.name, shape: tensor.shape }
    if (value.kind === 'spread') return { name: value.name, shape: value.from }
    const type = onnxType(tensor.dtype)
    if (value.kind === 'uniform') return { name: this.graph.constant(type, [], [value.value]), shape: [] }
    return { name: this.graph.constant(type, tensor.shape, value.values), shape: tensor.shape }
  }

  /** Name of a value that has the tensor's whole shape. */
  full(tensor: tf.TensorInfo): string {
    const { name, shape } = this.narrow(tensor)
    if (tf.util.arraysEqual(shape, tensor.shape)) return name
    return this.graph.one('Expand', [name, this.graph.ints(tensor.shape)])
  }

  /** A float scalar constant. */
  number(value: number): string {
    return this.graph.constant('float32', [], [value])
  }
}

/** Shape of two broadcast together, as NumPy does. */
export function broadcast(a: number[], b: number[]): number[] {
  return tf.backend_util.assertAndGetBroadcastShape(a, b)
}

/** ONNX's word for a type of tensor; text and complex numbers can't be traced. */
export function onnxType(dtype: tf.DataType): OnnxType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype
  throw new Error(`Tensors of type ${dtype} cannot be traced`)
}
