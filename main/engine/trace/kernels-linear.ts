/** Matrix products, softmax and what layer norm is made of. */
import { STANDARDIZE_ROWS } from '../fused.ts'
import { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import { broadcast, type Recorder } from './recorder.ts'

export const linear: KernelTable = {
  BatchMatMul: kernel<{ a: tf.TensorInfo; b: tf.TensorInfo }, tf.BatchMatMulAttrs>(
    (recorder, { a, b }, { transposeA, transposeB }) => matmul(recorder, a, b, transposeA, transposeB),
  ),
  [STANDARDIZE_ROWS]: kernel<{ x: tf.TensorInfo }, { epsilon: number }>((recorder, { x }, { epsilon }) =>
    standardizeRows(recorder, x, epsilon),
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
  recorder.count(tf.util.sizeFromShape(shape), a.shape.at(transposeA ? -2 : -1)!)
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

/**
 * ONNX Runtime's layer norm gives 1 / deviation too, in one pass over x. Other runtimes may not, so the standard dialect
 * has the parts, which a runtime that knows the pattern joins again.
 */
function standardizeRows(recorder: Recorder, x: tf.TensorInfo, epsilon: number): tf.TensorInfo[] {
  const { graph } = recorder
  const [rows, width] = x.shape as [number, number]
  const name = recorder.full(x)
  const parts = () => {
    const mean = (value: string) =>
      graph.one('ReduceMean', [value, graph.ints([1])], { keepdims: { int: 1 } })
    const centered = graph.one('Sub', [name, mean(name)])
    const variance = mean(graph.one('Mul', [centered, centered]))
    const deviation = graph.one('Sqrt', [graph.one('Add', [variance, recorder.number(epsilon)])])
    return [graph.one('Div', [centered, deviation]), '', graph.one('Reciprocal', [deviation])]
  }
  const all = (value: number) => graph.constant('float32', [width], new Float32Array(width).fill(value))
  const [y, , r] =
    graph.dialect === 'standard'
      ? parts()
      : graph.node('LayerNormalization', [name, all(1), all(0)], {
          attributes: { axis: { int: -1 }, epsilon: { float: epsilon } },
          outputs: 3,
        })
  return [recorder.named(y!, x.shape, 'float32'), recorder.named(r!, [rows, 1], 'float32')]
}
