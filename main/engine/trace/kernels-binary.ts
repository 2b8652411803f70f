/** Kernels of several operands that are broadcast against each other, number by number. */
import type { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import { cast } from './kernels-unary.ts'
import { broadcast, type Recorder } from './recorder.ts'

type Two = { a: tf.TensorInfo; b: tf.TensorInfo }

/** tfjs kernel -> ONNX operator, for results of the operands' type. */
const SAME: Record<string, string> = { Maximum: 'Max', Minimum: 'Min', Pow: 'Pow' }

/** The same for results that are true or false. */
const LOGIC: Record<string, string> = {
  Equal: 'Equal',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
}

/** x + 0, x · 1 and x / 1 are x: gradients are full of them. */
function neutral(op: string, side: 'a' | 'b'): number | null {
  if (op === 'Add') return 0
  if (op === 'Mul') return 1
  if (side === 'a') return null
  return op === 'Sub' ? 0 : 1
}

export const binary: KernelTable = {
  ...table(
    SAME,
    (op) =>
      (recorder, { a, b }) =>
        recorder.pointwise(op, [a, b], a.dtype),
  ),
  ...table(
    LOGIC,
    (op) =>
      (recorder, { a, b }) =>
        recorder.pointwise(op, [a, b], 'bool'),
  ),
  Add: kernel<Two>((recorder, two) => arithmetic(recorder, 'Add', two)),
  AddN: kernel<tf.TensorInfo[]>((recorder, inputs) => {
    const terms = Object.values(inputs)
    // Graphics cards have no Sum of many.
    if (recorder.graph.dialect === 'standard')
      return terms.reduce((a, b) => recorder.pointwise('Add', [a, b], a.dtype))
    return recorder.pointwise('Sum', terms, terms[0]!.dtype)
  }),
  Multiply: kernel<Two>((recorder, two) => arithmetic(recorder, 'Mul', two)),
  NotEqual: kernel<Two>((recorder, { a, b }) =>
    recorder.pointwise('Not', [recorder.pointwise('Equal', [a, b], 'bool')], 'bool'),
  ),
  RealDiv: kernel<Two>((recorder, two) => arithmetic(recorder, 'Div', two)),
  Select: kernel<{ condition: tf.TensorInfo; t: tf.TensorInfo; e: tf.TensorInfo }>(
    (recorder, { condition, t, e }) => recorder.pointwise('Where', [condition, t, e], t.dtype),
  ),
  SquaredDifference: kernel<Two>((recorder, { a, b }) => {
    const difference = recorder.pointwise('Sub', [a, b], a.dtype)
    return recorder.pointwise('Mul', [difference, difference], a.dtype)
  }),
  Sub: kernel<Two>((recorder, two) => arithmetic(recorder, 'Sub', two)),
}

function table(
  ops: Record<string, string>,
  body: (op: string) => (recorder: Recorder, two: Two) => tf.TensorInfo,
): KernelTable {
  return Object.fromEntries(Object.entries(ops).map(([name, op]) => [name, kernel<Two>(body(op))]))
}

function arithmetic(recorder: Recorder, op: string, { a, b }: Two): tf.TensorInfo {
  const shape = broadcast(a.shape, b.shape)
  if (recorder.uniformOf(b) === neutral(op, 'b')) return recorder.widen(a, shape)
  const left = neutral(op, 'a')
  if (left !== null && recorder.uniformOf(a) === left) return recorder.widen(b, shape)
  // Division of integers is real division in tfjs; its caller expects floats then.
  if (op === 'Div' && a.dtype !== 'float32') {
    return recorder.pointwise(op, [cast(recorder, a, 'float32'), cast(recorder, b, 'float32')], 'float32')
  }
  return recorder.pointwise(op, [a, b], a.dtype)
}
