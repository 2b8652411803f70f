/**
 * Every traced kernel against tfjs on its cpu backend, forward and gradient. This is the gate that a kernel has to
 * pass to be in the set; a wrong one would train wrong models without a word.
 */
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { random } from '../../../main/engine/random.ts'
import { onBackend, tf } from '../../../main/engine/tensorflow.ts'
import { recorded } from '../../../main/engine/trace/backend.ts'
import { compileFunction } from '../../../main/engine/trace/compile.ts'
import { kernels } from '../../../main/engine/trace/kernels.ts'
import { cases, type Case, type Input } from './conformance-cases.ts'

/** Largest difference allowed, relative to 1 + |expected|. */
const TOLERANCE = 1e-5

test.each(cases)('$name', async (one) => {
  const values = drawn(one)
  const expected = onCpu(one, values)
  const actual = await traced(one, values)
  expect(actual.map(({ dims }) => [...dims])).toEqual(expected.map(({ shape }) => shape))
  for (const [i, { data }] of expected.entries()) {
    expect(furthest(actual[i]!.data as Float32Array, data)).toBeLessThan(TOLERANCE)
  }
})

test('every kernel of the set is in some case', () => {
  expect(Object.keys(kernels).filter((name) => !recorded.has(name))).toEqual([])
})

test('a kernel outside of the set stops the trace by its name', () => {
  const spec = { x: { shape: [4] } }
  expect(() => compileFunction('f', spec, {}, ({ x }) => [tf.cumsum(x!)])).toThrow(/Cumsum/)
})

test('looking at a traced value is refused', () => {
  const spec = { x: { shape: [1] } }
  const peek = () => compileFunction('f', spec, {}, ({ x }) => [x!.dataSync()[0]! > 0 ? x! : tf.neg(x!)])
  expect(peek).toThrow(/read while it was being traced/)
})

type Values = Record<string, Float32Array | Int32Array>

function drawn({ inputs }: Case): Values {
  const next = random(7)
  const draw = ({ shape, low, high, dtype }: Input) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const numbers = Array.from({ length: size }, () => low + next() * (high - low))
    return dtype === 'int32' ? Int32Array.from(numbers.map(Math.floor)) : Float32Array.from(numbers)
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, draw(input)]))
}

/** The result, and the gradient of a fixed mixture of its numbers towards each real input. */
function outputs(one: Case, tensors: Record<string, tf.Tensor>): tf.Tensor[] {
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

function onCpu(one: Case, values: Values): { shape: number[]; data: Float32Array }[] {
  const kept = onBackend('cpu', () => {
    const inputs = Object.entries(one.inputs)
    const tensors = inputs.map(([name, { shape, dtype }]) => [name, tf.tensor(values[name]!, shape, dtype)])
    return outputs(one, Object.fromEntries(tensors) as Record<string, tf.Tensor>)
  })
  return kept.map((tensor) => ({ shape: tensor.shape, data: tensor.dataSync<'float32'>() }))
}

async function traced(one: Case, values: Values): Promise<readonly ort.Tensor[]> {
  const model = compileFunction('case', one.inputs, {}, (tensors) => outputs(one, tensors))
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 })
  const feeds = Object.entries(one.inputs).map(([name, { shape, dtype }]) => [
    name,
    new ort.Tensor(dtype, values[name]!, shape),
  ])
  const results = await session.run(Object.fromEntries(feeds) as Record<string, ort.Tensor>)
  return session.outputNames.map((name) => results[name]!)
}

function furthest(actual: Float32Array, expected: Float32Array): number {
  let worst = 0
  for (const [i, value] of expected.entries()) {
    const distance = Math.abs(value - actual[i]!) / (1 + Math.abs(value))
    if (!(distance <= worst)) worst = distance
  }
  return worst
}
