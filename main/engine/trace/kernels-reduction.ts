/** Kernels that fold axes away: sums, means, extremes, any and all. */
import { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type Kernel, type KernelTable } from './kernel.ts'
import { cast } from './kernels-unary.ts'
import type { Recorder } from './recorder.ts'

interface Axes {
  axis?: number | number[]
  /** Max calls its axes this. */
  reductionIndices?: number | number[]
  keepDims?: boolean
}

type One = { x: tf.TensorInfo }

export const reductions: KernelTable = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Sum: kernel<One, Axes>((recorder, { x }, attrs) => {
    const numbers = x.dtype === 'bool' ? cast(recorder, x, 'int32') : x
    return sumOfRows(recorder, numbers, attrs) ?? reduce(recorder, 'ReduceSum', numbers, attrs)
  }),
}

function reduction(op: string): Kernel {
  return kernel<One, Axes>((recorder, { x }, attrs) => reduce(recorder, op, x, attrs))
}

/** ONNX has no reduction of booleans; their least or largest number says the same. */
function logical(op: string): Kernel {
  return kernel<One, Axes>((recorder, { x }, attrs) =>
    cast(recorder, reduce(recorder, op, cast(recorder, x, 'int32'), attrs), 'bool'),
  )
}

function position(op: string): Kernel {
  return kernel<One, { axis: number }>((recorder, { x }, attrs) => {
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!
    const shape = x.shape.filter((_, index) => index !== axis)
    const options = { axis: { int: axis }, keepdims: { int: 0 } }
    const index = recorder.graph.one(op, [recorder.full(x)], options)
    return recorder.emit('Cast', [index], shape, 'int32', { attributes: { to: { int: 6 } } })
  })
}

function reduce(recorder: Recorder, op: string, x: tf.TensorInfo, attrs: Axes): tf.TensorInfo {
  const axes = axesOf(x, attrs)
  if (axes.length === 0) return recorder.store.alias(x)
  const inputs = [recorder.full(x), recorder.graph.ints(axes)]
  const attributes = { keepdims: { int: attrs.keepDims ? 1 : 0 } }
  return recorder.emit(op, inputs, shapeAfter(x, axes, attrs.keepDims), x.dtype, { attributes })
}

/**
 * A sum over the second last axis, as the gradient of a bias is, done as ones · x: the matrix product is several
 * times faster than a reduction across rows.
 */
function sumOfRows(recorder: Recorder, x: tf.TensorInfo, attrs: Axes): tf.TensorInfo | null {
  const axes = axesOf(x, attrs)
  const rank = x.shape.length
  if (x.dtype !== 'float32' || rank < 2 || axes.length !== 1 || axes[0] !== rank - 2) return null
  const rows = x.shape[rank - 2]!
  if (rows < 2) return null
  const ones = recorder.full(recorder.uniform(1, [1, rows], 'float32'))
  const kept = recorder.emit('MatMul', [ones, recorder.full(x)], shapeAfter(x, axes, true), 'float32')
  if (attrs.keepDims) return kept
  const shape = shapeAfter(x, axes, false)
  return recorder.emit('Reshape', [recorder.full(kept), recorder.graph.ints(shape)], shape, 'float32')
}

function axesOf(x: tf.TensorInfo, attrs: Axes): number[] {
  return tf.util.parseAxisParam(attrs.axis ?? attrs.reductionIndices ?? x.shape.map((_, i) => i), x.shape)
}

function shapeAfter(x: tf.TensorInfo, axes: number[], keep = false): number[] {
  if (keep) return x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  return x.shape.filter((_, axis) => !axes.includes(axis))
}
