/** Matrix products and softmax. */
import { tf } from '../tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import { broadcast, type Recorder } from './recorder.ts'

export const linear: KernelTable = {
  BatchMatMul: kernel<{ a: tf.TensorInfo; b: tf.TensorInfo }, tf.BatchMatMulAttrs>(
    (recorder, { a, b }, { transposeA, transposeB }) => matmul(recorder, a, b, transposeA, transposeB),
  ),
  Softmax: kernel<{ logits: tf.TensorInfo }, { dim: number }>((recorder, { logits }, { dim }) =>
    recorder.emit('Softmax', [recorder.full(logits)], logits.shape, 'float32', {
      attributes: { axis: { int: dim } },
    }),
  ),
}

/**
 * a · b over the last two axes, the others broadcast. Transposes are part of the product where an operator has
 * them: Gemm for two axes, ONNX Runtime's own FusedMatMul for more; in the standard dialect they are nodes.
 */
function matmul(
  recorder: Recorder,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): tf.TensorInfo {
  const rows = a.shape.at(transposeA ? -1 : -2)!
  const columns = b.shape.at(transposeB ? -2 : -1)!
  const shape = [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns]
  const inputs = [recorder.full(a), recorder.full(b)]
  if (!transposeA && !transposeB) return recorder.emit('MatMul', inputs, shape, 'float32')
  const attributes = { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } }
  if (a.shape.length === 2 && b.shape.length === 2) {
    return recorder.emit('Gemm', inputs, shape, 'float32', { attributes })
  }
  if (recorder.graph.dialect === 'standard') {
    const turned = [turn(recorder, a, transposeA), turn(recorder, b, transposeB)]
    return recorder.emit('MatMul', turned, shape, 'float32')
  }
  return recorder.emit('FusedMatMul', inputs, shape, 'float32', { attributes, domain: 'com.microsoft' })
}

/** Name of `x` with its last two axes changed, if they are to be. */
function turn(recorder: Recorder, x: tf.TensorInfo, wanted: boolean): string {
  const name = recorder.full(x)
  if (!wanted) return name
  const axes = x.shape.map((_, axis) => axis)
  const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2]
  return recorder.graph.one('Transpose', [name], { perm: { ints: perm } })
}
