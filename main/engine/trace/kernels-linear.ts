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
 * them: Gemm for two axes, ONNX Runtime's own FusedMatMul for more.
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
  return recorder.emit('FusedMatMul', inputs, shape, 'float32', { attributes, domain: 'com.microsoft' })
}
