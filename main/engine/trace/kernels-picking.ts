/** Kernels that pick by index: gather and its gradient, unstack, one-hot. */
import { TYPE_NUMBER } from '../onnx/model.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import type { Recorder } from './recorder.ts'

export const picking: KernelTable = {
  GatherV2: kernel<{ x: tf.TensorInfo; indices: tf.TensorInfo }, tf.GatherV2Attrs>(
    (recorder, { x, indices }, { axis, batchDims }) => {
      if (batchDims !== 0) throw new Error('GatherV2 with batchDims cannot be traced')
      const along = tf.util.parseAxisParam(axis, x.shape)[0]!
      const shape = [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)]
      const inputs = [recorder.full(x), recorder.full(indices)]
      return recorder.emit('Gather', inputs, shape, x.dtype, { attributes: { axis: { int: along } } })
    },
  ),
  OneHot: kernel<{ indices: tf.TensorInfo }, tf.OneHotAttrs>((recorder, { indices }, attrs) =>
    oneHot(recorder, indices, attrs),
  ),
  Unpack: kernel<{ value: tf.TensorInfo }, { axis: number }>((recorder, { value }, { axis }) => {
    const along = axis < 0 ? value.shape.length + axis : axis
    const shape = value.shape.filter((_, index) => index !== along)
    return Array.from({ length: value.shape[along]! }, (_, index) => {
      const at = recorder.graph.constant('int64', [], [index])
      return recorder.emit('Gather', [recorder.full(value), at], shape, value.dtype, {
        attributes: { axis: { int: along } },
      })
    })
  }),
  UnsortedSegmentSum: kernel<{ x: tf.TensorInfo; segmentIds: tf.TensorInfo }, tf.UnsortedSegmentSumAttrs>(
    (recorder, { x, segmentIds }, { numSegments }) => {
      const shape = [numSegments, ...x.shape.slice(1)]
      const zeros = recorder.full(recorder.uniform(0, shape, x.dtype))
      const long = recorder.graph.one('Cast', [recorder.full(segmentIds)], { to: { int: TYPE_NUMBER.int64 } })
      const at = recorder.graph.one('Reshape', [long, recorder.graph.ints([...segmentIds.shape, 1])])
      const options = { attributes: { reduction: { text: 'add' } } }
      return recorder.emit('ScatterND', [zeros, at, recorder.full(x)], shape, x.dtype, options)
    },
  ),
}

/** ONNX Runtime's OneHot takes int64 indices and float values on CPU; other types are cast around it. */
function oneHot(recorder: Recorder, indices: tf.TensorInfo, attrs: tf.OneHotAttrs): tf.TensorInfo {
  const { depth, onValue, offValue, dtype } = attrs
  const shape = [...indices.shape, depth]
  if (recorder.graph.dialect === 'standard') return oneHotByComparing(recorder, indices, attrs)
  const long = recorder.graph.one('Cast', [recorder.full(indices)], { to: { int: TYPE_NUMBER.int64 } })
  const values = recorder.graph.constant('float32', [2], [offValue, onValue])
  const inputs = [long, recorder.graph.ints([depth]), values]
  const floats = recorder.graph.one('OneHot', inputs, { axis: { int: -1 } })
  if (dtype === 'float32') return recorder.named(floats, shape, dtype)
  return recorder.emit('Cast', [floats], shape, dtype, { attributes: { to: { int: TYPE_NUMBER.int32 } } })
}

/** Graphics cards have no OneHot: each index is compared with 0 … depth - 1. */
function oneHotByComparing(recorder: Recorder, indices: tf.TensorInfo, attrs: tf.OneHotAttrs): tf.TensorInfo {
  const { depth, onValue, offValue, dtype } = attrs
  const { graph } = recorder
  const column = graph.one('Reshape', [recorder.full(indices), graph.ints([...indices.shape, 1])])
  const places = graph.constant(
    'int32',
    [depth],
    Array.from({ length: depth }, (_, index) => index),
  )
  const same = graph.one('Equal', [column, places])
  const type = dtype === 'float32' ? 'float32' : 'int32'
  const values = [graph.constant(type, [], [onValue]), graph.constant(type, [], [offValue])]
  return recorder.emit('Where', [same, ...values], [...indices.shape, depth], dtype)
}
