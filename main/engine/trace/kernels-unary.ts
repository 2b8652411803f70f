/** Kernels of one operand, number by number. */
import { TYPE_NUMBER } from '../onnx/model.ts'
import type { tf } from '../tensorflow/tensorflow.ts'
import { kernel, type KernelTable } from './kernel.ts'
import { onnxType, type Recorder } from './recorder.ts'

type One = { x: tf.TensorInfo }

/** tfjs kernel -> the ONNX operator that means the same. */
const SAME: Record<string, string> = {
  Abs: 'Abs',
  Ceil: 'Ceil',
  Cos: 'Cos',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Log: 'Log',
  LogicalNot: 'Not',
  Neg: 'Neg',
  Reciprocal: 'Reciprocal',
  Sigmoid: 'Sigmoid',
  Sign: 'Sign',
  Sin: 'Sin',
  Softplus: 'Softplus',
  Sqrt: 'Sqrt',
  Tanh: 'Tanh',
}

export const unary: KernelTable = {
  ...Object.fromEntries(
    Object.entries(SAME).map(([name, op]) => [
      name,
      kernel<One>((recorder, { x }) => recorder.pointwise(op, [x], x.dtype)),
    ]),
  ),
  Cast: kernel<One, tf.CastAttrs>((recorder, { x }, { dtype }) => cast(recorder, x, dtype)),
  ClipByValue: kernel<One, tf.ClipByValueAttrs>((recorder, { x }, { clipValueMin, clipValueMax }) => {
    const bounds = [clipValueMin, clipValueMax].map((bound) => recorder.uniform(bound, [], x.dtype))
    return recorder.pointwise('Clip', [x, ...bounds], x.dtype)
  }),
  Identity: kernel<One>((recorder, { x }) => recorder.store.alias(x)),
  LeakyRelu: kernel<One, tf.LeakyReluAttrs>((recorder, { x }, { alpha }) =>
    recorder.pointwise('LeakyRelu', [x], x.dtype, { alpha: { float: alpha } }),
  ),
  Log1p: kernel<One>((recorder, { x }) => {
    const shifted = recorder.pointwise('Add', [x, recorder.uniform(1, [], 'float32')], x.dtype)
    return recorder.pointwise('Log', [shifted], x.dtype)
  }),
  Relu: kernel<One>((recorder, { x }) => {
    const name = recorder.full(x)
    const result = recorder.graph.one('Relu', [name])
    recorder.relus.set(name, result)
    return recorder.named(result, x.shape, x.dtype)
  }),
  Rsqrt: kernel<One>((recorder, { x }) =>
    recorder.pointwise('Reciprocal', [recorder.pointwise('Sqrt', [x], x.dtype)], x.dtype),
  ),
  Square: kernel<One>((recorder, { x }) => recorder.pointwise('Mul', [x, x], x.dtype)),
  Step: kernel<One, tf.StepAttrs>((recorder, { x }, { alpha }) => step(recorder, x, alpha)),
}

/** The same numbers under another type; towards bool, everything but 0 is true. */
export function cast(recorder: Recorder, x: tf.TensorInfo, dtype: tf.DataType): tf.TensorInfo {
  if (x.dtype === dtype) return recorder.store.alias(x)
  return recorder.pointwise('Cast', [x], dtype, { to: { int: TYPE_NUMBER[onnxType(dtype)] } })
}

/**
 * 1 where x > 0, else alpha (a value in tfjs, not a slope). As gradient of Relu (alpha 0) it reads Relu's output,
 * which lets ONNX Runtime fuse Relu into the product before it; a product with the mask is cheaper than a choice.
 */
function step(recorder: Recorder, x: tf.TensorInfo, alpha: number): tf.TensorInfo {
  const name = recorder.full(x)
  const source = recorder.relus.get(name) ?? name
  if (alpha === 0 && recorder.graph.dialect === 'runtime') {
    const attributes = { alpha: { float: STEEP }, beta: { float: 0 } }
    return recorder.emit('HardSigmoid', [source], x.shape, 'float32', { attributes })
  }
  const positive = recorder.graph.one('Greater', [source, recorder.number(0)])
  if (alpha !== 0) {
    return recorder.emit('Where', [positive, recorder.number(1), recorder.number(alpha)], x.shape, 'float32')
  }
  const attributes = { to: { int: TYPE_NUMBER.float32 } }
  return recorder.emit('Cast', [positive], x.shape, 'float32', { attributes })
}

/**
 * Times this, every number above 0 is at least 1, but for denormal ones: min(1, max(0, x · STEEP)) is the step, as one operator that the processor
 * computes many numbers at a time, where a comparison gives bytes that another one makes numbers of.
 */
const STEEP = 3.4e38
