/**
 * One case or more for every kernel that may be traced. Inputs are drawn from a fixed seed; a range keeps them away
 * from kinks and poles, where two right answers may differ.
 */
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import type { TensorMap } from '../../../main/engine/types.ts'
import { networks } from './conformance-networks.ts'

export interface Input {
  shape: number[]
  /** Floats between; ints from low to high - 1. */
  low: number
  high: number
  dtype: 'float32' | 'int32'
}

export interface Case {
  name: string
  inputs: Record<string, Input>
  run(tensors: Record<string, tf.Tensor>): tf.Tensor
  /** False for what has no gradient: comparisons, positions, steps. */
  gradient: boolean
}

const real = (shape: number[], low = -2, high = 2): Input => ({ shape, low, high, dtype: 'float32' })
const whole = (shape: number[], high: number, low = 0): Input => ({ shape, low, high, dtype: 'int32' })

function smooth(
  name: string,
  inputs: Record<string, Input>,
  run: (t: Required<TensorMap>) => tf.Tensor,
): Case {
  return { name, inputs, run, gradient: true }
}

function flat(name: string, inputs: Record<string, Input>, run: (t: Required<TensorMap>) => tf.Tensor): Case {
  return { ...smooth(name, inputs, run), gradient: false }
}

const float = (tensor: tf.Tensor) => tf.cast(tensor, 'float32')
const x = real([3, 7])
const positive = real([3, 7], 0.2, 3)

const { abs, exp, neg, sigmoid, tanh, erf, softplus, sin, cos, square, relu, leakyRelu } = tf
const { log, log1p, sqrt, rsqrt, reciprocal, sign, floor, ceil, step } = tf
const { add, sub, mul, div, maximum, minimum, squaredDifference } = tf
const { equal, notEqual, greater, greaterEqual, less, lessEqual, sum, mean, max, min, fill } = tf

const anywhere = { abs, exp, neg, sigmoid, tanh, erf, softplus, sin, cos, square, relu, leakyRelu }
const unary = [
  ...Object.entries(anywhere).map(([name, op]) => smooth(name, { x }, ({ x }) => op(x!))),
  ...Object.entries({ log, log1p, sqrt, rsqrt, reciprocal }).map(([name, op]) =>
    smooth(name, { x: positive }, ({ x }) => op(x!)),
  ),
  ...Object.entries({ sign, floor, ceil, step }).map(([name, op]) => flat(name, { x }, ({ x }) => op(x!))),
  flat('step with a value below zero', { x }, ({ x }) => tf.step(x!, 0.3)),
  smooth('softplus far out', { x: real([3, 7], -60, 60) }, ({ x }) => tf.softplus(x!)),
  smooth('clip', { x }, ({ x }) => tf.clipByValue(x!, -0.5, 0.5)),
  smooth('identity', { x }, ({ x }) => tf.mul(tf.clone(x!), x!)),
  flat('cast to whole and to truth', { x }, ({ x }) =>
    tf.add(float(tf.cast(x!, 'int32')), float(tf.cast(tf.relu(x!), 'bool'))),
  ),
]

type Arithmetic = (a: tf.Tensor, b: tf.Tensor | number) => tf.Tensor
const arithmetic: [name: string, op: Arithmetic, neutral: number][] = [
  ['add', add, 0],
  ['sub', sub, 0],
  ['mul', mul, 1],
  ['div', div, 1],
]

const binary = [
  ...arithmetic.flatMap(([name, op, neutral]) => [
    smooth(`${name} same shape`, { a: real([4, 5]), b: real([4, 5], 0.3, 2) }, ({ a, b }) => op(a!, b!)),
    smooth(`${name} both broadcast`, { a: real([4, 1, 5]), b: real([3, 1], 0.3, 2) }, ({ a, b }) =>
      op(a!, b!),
    ),
    smooth(`${name} scalar`, { a: real([4, 5]), b: real([], 0.3, 2) }, ({ a, b }) => op(a!, b!)),
    smooth(`${name} constant`, { a: real([4, 5]) }, ({ a }) => op(op(a!, 2.5), tf.tensor1d([1, 2, 3, 4, 5]))),
    smooth(`${name} neutral constant`, { a: real([4, 5]) }, ({ a }) => op(op(a!, 0.5), neutral)),
  ]),
  smooth('constant on the left', { a: real([4, 5], 0.4, 2) }, ({ a }) =>
    tf.div(1, tf.sub(3, tf.mul(1, tf.add(0, a!)))),
  ),
  ...Object.entries({ maximum, minimum, squaredDifference }).map(([name, op]) =>
    smooth(name, { a: real([4, 5]), b: real([4, 5]) }, ({ a, b }) => op(a!, b!)),
  ),
  flat('maximum broadcast', { a: real([4, 1]), b: real([5]) }, ({ a, b }) => tf.maximum(a!, b!)),
  smooth('pow', { a: real([4, 5], 0.3, 2), b: real([5]) }, ({ a, b }) => tf.pow(a!, b!)),
  smooth('addN', { a: real([3]), b: real([3]) }, ({ a, b }) => tf.addN([a!, b!, a!])),
  ...Object.entries({ equal, notEqual, greater, greaterEqual, less, lessEqual }).map(([name, op]) =>
    flat(name, { a: whole([4, 6], 3), b: whole([6], 3) }, ({ a, b }) => float(op(a!, b!))),
  ),
  flat('and, or, not', { a: real([4, 6]), b: real([4, 6]) }, ({ a, b }) => {
    const [p, q] = [tf.greater(a!, 0), tf.less(b!, 0.5)]
    return float(tf.logicalOr(tf.logicalAnd(p, q), tf.logicalNot(tf.logicalOr(p, q))))
  }),
  flat('where', { a: real([4, 3]), b: real([4, 3]) }, ({ a, b }) => tf.where(tf.greater(a!, b!), a!, b!)),
  smooth('where, chosen by a constant', { a: real([4, 3]), b: real([4, 3]) }, ({ a, b }) =>
    tf.where(tf.tensor2d([[1], [0], [0], [1]], [4, 1], 'bool'), a!, b!),
  ),
]

const reduction = [
  ...Object.entries({ sum, mean, max, min }).flatMap(([name, op]) =>
    [undefined, 0, 1, -1, [0, 2]].flatMap((axis) =>
      [false, true].map((keep) =>
        smooth(
          `${name} over ${String(axis ?? 'all')}${keep ? ', kept' : ''}`,
          { x: real([3, 4, 5]) },
          ({ x }) => op(x!, axis, keep),
        ),
      ),
    ),
  ),
  smooth('sum of one row', { x: real([1, 4]) }, ({ x }) => tf.sum(x!, 0)),
  flat('sum of truths', { x: real([4, 5]) }, ({ x }) => float(tf.sum(tf.greater(x!, 0), 1))),
  flat('prod', { x: real([3, 4]) }, ({ x }) => tf.prod(x!, 1)),
  flat('any and all', { x: real([6, 2]) }, ({ x }) =>
    tf.add(float(tf.any(tf.greater(x!, 0), 1)), float(tf.all(tf.greater(x!, 0), 1))),
  ),
  flat('argMax and argMin', { x: real([3, 5]) }, ({ x }) =>
    float(tf.add(tf.argMax(x!, 1), tf.argMin(x!, -1))),
  ),
  smooth('mean of a broadcast value', { x: real([1, 5]) }, ({ x }) =>
    tf.mean(tf.mul(tf.broadcastTo(x!, [4, 5]), tf.tile(x!, [4, 1])), 0),
  ),
]

const shape = [
  smooth('reshape', { x: real([3, 4]) }, ({ x }) =>
    tf.mul(tf.reshape(x!, [2, -1]), tf.reshape(tf.ones([12]), [2, 6])),
  ),
  smooth('expandDims and squeeze', { x: real([3, 4]) }, ({ x }) =>
    tf.squeeze(tf.expandDims(tf.expandDims(x!, -1), 0)),
  ),
  smooth('transpose', { x: real([2, 3, 4]) }, ({ x }) => tf.transpose(x!, [2, 0, 1])),
  smooth('slice', { x: real([4, 5]) }, ({ x }) => tf.slice(x!, [1, 2], [2, -1])),
  smooth('slice of everything', { x: real([4, 5]) }, ({ x }) => tf.mul(tf.slice(x!, [0, 0], [4, 5]), x!)),
  smooth('concat', { a: real([2, 3]), b: real([2, 4]) }, ({ a, b }) => tf.concat([a!, b!, a!], 1)),
  smooth('stack', { a: real([2, 3]), b: real([2, 3]) }, ({ a, b }) => tf.stack([a!, b!], -1)),
  smooth('unstack', { x: real([2, 3]) }, ({ x }) => {
    const [first, , third] = tf.unstack(x!, 1)
    return tf.mul(first!, third!)
  }),
  smooth('split', { x: real([4, 6]) }, ({ x }) => {
    const [left, right] = tf.split(x!, [2, 4], 1)
    return tf.concat([right!, left!], 1)
  }),
  smooth('pad', { x: real([2, 3]) }, ({ x }) =>
    tf.pad(
      x!,
      [
        [1, 0],
        [0, 2],
      ],
      0.5,
    ),
  ),
  smooth('tile', { x: real([2, 3]) }, ({ x }) => tf.tile(x!, [2, 3])),
  smooth('tile of a column', { x: real([2, 1]) }, ({ x }) =>
    tf.add(tf.tile(x!, [1, 4]), tf.tensor1d([1, 2, 3, 4])),
  ),
  smooth('broadcastTo', { x: real([1, 3]) }, ({ x }) => tf.mul(tf.broadcastTo(x!, [4, 3]), 2)),
  smooth('a broadcast value transposed', { x: real([1, 3]) }, ({ x }) =>
    tf.transpose(tf.broadcastTo(x!, [4, 3])),
  ),
  smooth('fill, zeros and ones', { x: real([2, 3]) }, ({ x }) =>
    tf.add(tf.mul(x!, fill([2, 3], 3.5)), tf.add(tf.onesLike(x!), tf.zerosLike(x!))),
  ),
  flat('a constant alone', {}, () => tf.reshape(fill([6], 0.25), [2, 3])),
]

const picking = [
  smooth('gather rows', { x: real([6, 3]), i: whole([4], 6) }, ({ x, i }) => tf.gather(x!, i as tf.Tensor1D)),
  flat('gather columns', { x: real([3, 6]), i: whole([2], 6) }, ({ x, i }) =>
    tf.gather(x!, i as tf.Tensor1D, 1),
  ),
  flat('oneHot', { i: whole([5], 4) }, ({ i }) => float(tf.oneHot(i!, 4, 2, -1))),
  flat('oneHot of floats', { i: whole([5], 4) }, ({ i }) => tf.oneHot(i!, 4, 2, -1, 'float32')),
]

const linear = [
  ...[false, true].flatMap((ta) =>
    [false, true].flatMap((tb) => {
      const [a, b] = [ta ? [4, 3] : [3, 4], tb ? [5, 4] : [4, 5]]
      const run: Parameters<typeof smooth>[2] = ({ a, b }) => tf.matMul(a!, b!, ta, tb)
      const name = `matMul${ta ? ', left transposed' : ''}${tb ? ', right transposed' : ''}`
      return [
        smooth(name, { a: real(a), b: real(b) }, run),
        smooth(`${name}, in batches`, { a: real([2, ...a]), b: real([2, ...b]) }, run),
      ]
    }),
  ),
  // Only the side that is not broadcast has a gradient: tfjs does not sum over the batch for the other.
  {
    ...smooth('matMul, one table against many', { b: real([3, 4, 5]) }, ({ b }) =>
      tf.matMul(
        tf.tensor3d([
          [
            [1, 2, 3, 4],
            [0, -1, 1, 2],
          ],
        ]),
        b!,
      ),
    ),
  },
  smooth('softmax', { x }, ({ x }) => tf.softmax(x!)),
  smooth('logSoftmax', { x }, ({ x }) => tf.logSoftmax(x!)),
]

export const cases: Case[] = [...unary, ...binary, ...reduction, ...shape, ...picking, ...linear, ...networks]
