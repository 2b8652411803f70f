/**
 * One conformance case on one engine, against tfjs on its cpu backend: forward, and the gradient of a fixed mixture of
 * the results towards each real input.
 */
import { random } from '../../main/engine/random.ts'
import { onBackend, tf } from '../../main/engine/tensorflow/tensorflow.ts'
import { recorded } from '../../main/engine/trace/backend.ts'
import { compileFunction } from '../../main/engine/trace/compile.ts'
import type { Case, Input } from '../unit/engine/conformance-cases.ts'

/** What an engine answered for one case. */
export interface Cell {
  name: string
  /** tfjs kernels that the case, with its gradient, is made of. */
  kernels: string[]
  /** Largest error, relative to 1 + |expected|, that is right. */
  tolerance: number
  /** Largest error; null where it was not computed. */
  forward: number | null
  gradient: number | null
  /** Why there are no numbers; null when there are. */
  trouble: string | null
}

export interface Numbers {
  dims: readonly number[]
  data: ArrayLike<number>
}
export type Values = Record<string, Float32Array | Int32Array>

/** Computes all outputs of a case (`outputs`) from the values of its inputs. */
export type Subject = (one: Case, values: Values) => Promise<Numbers[]>

/** Never rejects: an engine that fails at a case has trouble there. */
export async function check(
  one: Case,
  subject: Subject,
  toleranceOf: (kernels: string[]) => number,
): Promise<Cell> {
  const kernels = kernelsOf(one)
  const nothing = { name: one.name, kernels, tolerance: toleranceOf(kernels), forward: null, gradient: null }
  try {
    const values = drawn(one)
    const expected = await onCpu(one, values)
    const actual = await subject(one, values)
    const wrong = expected.find(({ dims }, i) => String(dims) !== String(actual[i]?.dims))
    if (wrong) return { ...nothing, trouble: `a shape differs from [${wrong.dims.join(', ')}]` }
    const errors = expected.map(({ data }, i) => furthest(actual[i]!.data, data))
    const gradient = errors.length > 1 ? largest(errors.slice(1)) : null
    return { ...nothing, forward: errors[0]!, gradient, trouble: null }
  } catch (error) {
    return { ...nothing, trouble: String(error instanceof Error ? error.message : error).slice(0, 200) }
  }
}

/** The result, and the gradients. */
export function outputs(one: Case, tensors: Record<string, tf.Tensor>): tf.Tensor[] {
  const result = one.run(tensors)
  if (!one.gradient) return [result]
  const names = Object.keys(one.inputs).filter((name) => one.inputs[name]!.dtype === 'float32')
  const mixed = (...xs: tf.Tensor[]) => {
    const y = one.run({ ...tensors, ...Object.fromEntries(names.map((name, i) => [name, xs[i]!])) })
    const weights = Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1))
    return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)))
  }
  return [result, ...tf.grads(mixed)(names.map((name) => tensors[name]!))]
}

/** tfjs at once on one of its backends: the oracle, and TensorFlow. */
export function eagerSubject(backend: string): Subject {
  return async (one, values) => {
    const kept = onBackend(backend, () => {
      const inputs = Object.entries(one.inputs)
      const tensors = inputs.map(([name, { shape, dtype }]) => [name, tf.tensor(values[name]!, shape, dtype)])
      return outputs(one, Object.fromEntries(tensors) as Record<string, tf.Tensor>)
    })
    return kept.map((tensor) => ({ dims: tensor.shape, data: tensor.dataSync<'float32'>() }))
  }
}

const onCpu = eagerSubject('cpu')

function kernelsOf(one: Case): string[] {
  recorded.clear()
  try {
    compileFunction('case', one.inputs, {}, (tensors) => outputs(one, tensors))
  } catch {
    // The check itself says what is wrong with it.
  }
  return [...recorded].sort()
}

function drawn({ inputs }: Case): Values {
  const next = random(7)
  const draw = ({ shape, low, high, dtype }: Input) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const numbers = Array.from({ length: size }, () => low + next() * (high - low))
    return dtype === 'int32' ? Int32Array.from(numbers.map(Math.floor)) : Float32Array.from(numbers)
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, draw(input)]))
}

/** Largest difference relative to 1 + |expected|; NaN where one is missing. */
function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return NaN
  return largest(
    Array.from(expected, (value, i) =>
      Object.is(value, actual[i]) ? 0 : Math.abs(value - actual[i]!) / (1 + Math.abs(value)),
    ),
  )
}

/** Wrong: no numbers, or an error above the tolerance. */
export function isRed({ trouble, forward, gradient, tolerance }: Cell): boolean {
  return trouble !== null || forward === null || !(forward <= tolerance) || !((gradient ?? 0) <= tolerance)
}

/** The largest of them, and NaN if one of them is. */
function largest(errors: number[]): number {
  return errors.reduce((worst, error) => (Number.isNaN(worst) || error <= worst ? worst : error), 0)
}
