/** Kernels that shape, cut, join, repeat or fill without computing. */
import { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import type { Recorder } from './recorder.ts'

type One = { x: tf.TensorInfo }

export const shapes: KernelTable = {
  Concat: kernel<tf.TensorInfo[], { axis: number }>((recorder, inputs, attrs) => {
    const parts = Object.values(inputs)
    const axis = tf.util.parseAxisParam(attrs.axis, parts[0]!.shape)[0]!
    return concat(recorder, parts, axis)
  }),
  ExpandDims: kernel<{ input: tf.TensorInfo }, { dim: number }>((recorder, { input }, { dim }) => {
    const shape = [...input.shape]
    shape.splice(dim < 0 ? shape.length + dim + 1 : dim, 0, 1)
    return reshape(recorder, input, shape)
  }),
  Fill: kernel<object, tf.FillAttrs>((recorder, _inputs, { shape, value, dtype }) =>
    recorder.uniform(Number(value), shape, dtype),
  ),
  OnesLike: kernel<One>((recorder, { x }) => recorder.uniform(1, x.shape, x.dtype)),
  Pack: kernel<tf.TensorInfo[], { axis: number }>((recorder, inputs, { axis }) => {
    const parts = Object.values(inputs)
    const shape = [...parts[0]!.shape]
    const along = axis < 0 ? shape.length + axis + 1 : axis
    shape.splice(along, 0, 1)
    return concat(
      recorder,
      parts.map((part) => reshape(recorder, part, shape)),
      along,
    )
  }),
  PadV2: kernel<One, tf.PadV2Attrs>((recorder, { x }, { paddings, constantValue }) => {
    const shape = x.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1])
    const widths = [...paddings.map((pair) => pair[0]), ...paddings.map((pair) => pair[1])]
    const value = recorder.narrow(recorder.uniform(constantValue, [], x.dtype)).name
    return recorder.emit('Pad', [recorder.full(x), recorder.graph.ints(widths), value], shape, x.dtype)
  }),
  Reshape: kernel<One, { shape: number[] }>((recorder, { x }, { shape }) =>
    reshape(recorder, x, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape(x.shape))),
  ),
  Slice: kernel<One, tf.SliceAttrs>((recorder, { x }, attrs) => {
    const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]]
    const axes = size.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis])
    if (axes.length === 0) return recorder.store.alias(x)
    const starts = recorder.graph.ints(axes.map((axis) => begin[axis]!))
    const ends = recorder.graph.ints(axes.map((axis) => begin[axis]! + size[axis]!))
    return recorder.emit('Slice', [recorder.full(x), starts, ends, recorder.graph.ints(axes)], size, x.dtype)
  }),
  SplitV: kernel<One, tf.SplitVAttrs>((recorder, { x }, { numOrSizeSplits, axis }) => {
    const along = tf.util.parseAxisParam(axis, x.shape)[0]!
    const sizes = tf.backend_util.prepareSplitSize(x, numOrSizeSplits, along)
    if (recorder.graph.dialect === 'standard') return slices(recorder, x, along, sizes)
    const names = recorder.graph.node('Split', [recorder.full(x), recorder.graph.ints(sizes)], {
      attributes: { axis: { int: along } },
      outputs: sizes.length,
    })
    return names.map((name, part) => recorder.named(name, x.shape.with(along, sizes[part]!), x.dtype))
  }),
  Tile: kernel<One, { reps: number[] }>((recorder, { x }, { reps }) => {
    const shape = x.shape.map((size, axis) => size * reps[axis]!)
    if (x.shape.every((size, axis) => size === 1 || reps[axis] === 1)) return recorder.widen(x, shape)
    return recorder.emit('Tile', [recorder.full(x), recorder.graph.ints(reps)], shape, x.dtype)
  }),
  Transpose: kernel<One, { perm: number[] }>((recorder, { x }, { perm }) => {
    const shape = perm.map((axis) => x.shape[axis]!)
    const attributes = { perm: { ints: perm } }
    return recorder.emit('Transpose', [recorder.full(x)], shape, x.dtype, { attributes })
  }),
  ZerosLike: kernel<One>((recorder, { x }) => recorder.uniform(0, x.shape, x.dtype)),
}

/** Graphics cards bind few buffers to one kernel, so a Split into many is done as one Slice for each. */
function slices(recorder: Recorder, x: tf.TensorInfo, axis: number, sizes: number[]): tf.TensorInfo[] {
  const { graph } = recorder
  let start = 0
  return sizes.map((size) => {
    const inputs = [recorder.full(x), graph.ints([start]), graph.ints([start + size]), graph.ints([axis])]
    start += size
    return recorder.emit('Slice', inputs, x.shape.with(axis, size), x.dtype)
  })
}

function reshape(recorder: Recorder, x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  if (tf.util.arraysEqual(x.shape, shape)) return recorder.store.alias(x)
  const value = recorder.uniformOf(x)
  if (value !== null) return recorder.uniform(value, shape, x.dtype)
  return recorder.emit('Reshape', [recorder.full(x), recorder.graph.ints(shape)], shape, x.dtype)
}

function concat(recorder: Recorder, parts: tf.TensorInfo[], axis: number): tf.TensorInfo {
  const first = parts[0]!
  const length = parts.reduce((total, part) => total + part.shape[axis]!, 0)
  const names = parts.map((part) => recorder.full(part))
  const attributes = { axis: { int: axis } }
  return recorder.emit('Concat', names, first.shape.with(axis, length), first.dtype, { attributes })
}
