/** The compiled training step itself: independent of chunks and threads, pure, and valid ONNX. */
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { adamRates } from '../../../main/engine/training/adam.ts'
import { dropoutOffsets, dropoutPool } from '../../../main/engine/training/dropout.ts'
import { layoutOf, pack } from '../../../main/engine/training/layout.ts'
import { Graph } from '../../../main/engine/onnx/graph.ts'
import { domains } from '../../../main/engine/onnx/model.ts'
import { ProtoWriter } from '../../../main/engine/onnx/wire.ts'
import { tf } from '../../../main/engine/tensorflow/tensorflow.ts'
import {
  compileBlocks,
  compileForward,
  compileTraining,
  poolName,
  STATE,
} from '../../../main/engine/trace/compile.ts'
import { inputShape } from '../../../main/engine/onnxruntime/session.ts'
import type { LossFunction, Rows, TrainPlan } from '../../../main/engine/types.ts'
import { expertLoss, initExperts, initGate, oneHot, panelForward } from '../../../main/models/mixture.ts'
import { expertTask, table } from './task.ts'

const BATCH = 24

function wide(): TrainPlan {
  const { x, labels } = table(96, 5, 40)
  const weights = initExperts({ features: 40, experts: 3, hidden: [64, 32] }, 2)
  return expertTask({ x, y: oneHot(labels, 3), weights, loss: expertLoss(0.25) })
}

function compile(plan: TrainPlan, ordered = false) {
  const layout = layoutOf(plan.weights)
  const widths = { features: plan.x.columns, targets: plan.y.columns }
  return { layout, ...compileTraining({ layout, loss: plan.loss, ...widths, batch: BATCH, ordered }) }
}

function rowsOf({ columns, data }: Rows, order: Int32Array): Float32Array {
  return Float32Array.from(
    Array.from(order, (row) => Array.from(data.subarray(row * columns, (row + 1) * columns))).flat(),
  )
}

/** Eight steps in chunks of the given lengths, on a number of threads; rows of x as a table, or in the order of the steps. */
async function train(plan: TrainPlan, chunks: number[], threads: number, ordered = false): Promise<Buffer> {
  const { bytes, masks, layout } = compile(plan, ordered)
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: threads })
  const floats = (data: Float32Array, shape: number[]) => new ort.Tensor('float32', data, shape)
  const pool = dropoutPool(plan.seed, 0.25, Math.max(...masks.map((mask) => mask.size)))
  const table = { x: floats(plan.x.data, [plan.x.rows, plan.x.columns]) }
  const fixed = { [poolName(0.25)]: floats(pool, [pool.length]) }
  const zeros = () => floats(new Float32Array(layout.total), [layout.total])
  let state: Record<string, ort.Tensor> = {
    parameters: floats(pack(plan.weights, layout), [layout.total]),
    first: zeros(),
    second: zeros(),
  }
  let step = 0
  for (const count of chunks) {
    const order = Int32Array.from({ length: count * BATCH }, (_, i) => (step * BATCH + i) % plan.x.rows)
    const offsets = Array.from({ length: count }, (_, i) => {
      const next = dropoutOffsets(plan.seed, step + i)
      return masks.map(() => BigInt(next()))
    }).flat()
    const results = await session.run({
      ...fixed,
      ...state,
      ...(ordered
        ? { x: floats(rowsOf(plan.x, order), [count, BATCH, plan.x.columns]) }
        : { ...table, order: new ort.Tensor('int32', order, [count, BATCH]) }),
      y: floats(rowsOf(plan.y, order), [count, BATCH, plan.y.columns]),
      rates: floats(adamRates(1e-2, step, count), [count, 2]),
      offsets: new ort.Tensor('int64', BigInt64Array.from(offsets), [count, masks.length]),
    })
    state = Object.fromEntries(STATE.map((name) => [name, results[`${name}_next`]!]))
    step += count
  }
  return Buffer.concat(STATE.map((name) => Buffer.from((state[name]!.data as Float32Array).slice().buffer)))
}

test('the same bits in one chunk, in many, and on any number of threads', async () => {
  const plan = wide()
  const whole = await train(plan, [8], 1)
  expect(whole.equals(await train(plan, [1, 3, 2, 2], 1))).toBe(true)
  expect(whole.equals(await train(plan, [8], 2))).toBe(true)
  expect(whole.equals(await train(plan, [5, 3], 4))).toBe(true)
})

test('the same bits whether a step finds its rows in the table or gets them', async () => {
  const plan = wide()
  expect((await train(plan, [5, 3], 1)).equals(await train(plan, [3, 5], 1, true))).toBe(true)
})

test('dropout layers are found in order, with the rates they have', () => {
  expect(compile(wide()).masks).toEqual([
    { rate: 0.25, size: 3 * BATCH * 64 },
    { rate: 0.25, size: 3 * BATCH * 32 },
  ])
  expect(compile({ ...wide(), loss: expertLoss(0) }).masks).toEqual([])
})

test('a loss with randomness of its own is refused', () => {
  const frozen: LossFunction = (params, x, y) =>
    tf.mean<tf.Scalar>(tf.sub(tf.matMul(tf.dropout(x, 0.5), params['w']!), y))
  const plan = {
    ...wide(),
    weights: { w: { shape: [40, 3], data: new Float32Array(120).fill(0.1) } },
    loss: frozen,
  }
  expect(() => compile(plan)).toThrow(/not a pure function/)
})

test('half of a mask pool is dropped at rate 0.5, the rest doubled, and a longer pool begins with the shorter', () => {
  const pool = dropoutPool(3, 0.5, 1000)
  const dropped = pool.filter((value) => value === 0).length
  expect(dropped / pool.length).toBeCloseTo(0.5, 2)
  expect(new Set(pool)).toEqual(new Set([0, 2]))
  expect(dropoutPool(3, 0.5, 5000).subarray(0, pool.length)).toEqual(pool)
  expect(dropoutPool(4, 0.5, 1000)).not.toEqual(pool)
})

test('the scoring graph needs standard operators only', () => {
  const graph = new Graph('g')
  graph.input('x', 'float32', [2])
  graph.output(graph.one('Relu', ['x']), 'float32', [2])
  graph.one('Neg', ['x'])
  graph.prune()
  expect(graph.nodes.map((node) => node.op)).toEqual(['Relu'])
  expect([...domains(graph)]).toEqual([''])
  const { weights } = wide()
  const bytes = compileForward(
    weights,
    (params, x) =>
      tf.matMul(x, tf.squeeze(tf.slice(params['expert.0.weight']!, [0, 0, 0], [1, 40, 64]), [0])),
    4,
    40,
  )
  expect(Buffer.from(bytes).includes('com.microsoft')).toBe(false)
})

test('what only one reshape reads comes in that shape from the start', () => {
  const graph = new Graph('g')
  const reshaped = (name: string, shape: number[]) => graph.one('Reshape', [name, graph.ints(shape)])
  for (const name of ['x', 'twice', 'out', 'plain']) graph.input(name, 'float32', [2, 6])
  const values = [
    graph.one('Relu', [reshaped('x', [3, 4])]),
    graph.one('Neg', [reshaped('twice', [12])]),
    graph.one('Neg', ['twice']),
    reshaped('out', [4, 3]),
    graph.one('Neg', ['plain']),
  ]
  const shapes = [[3, 4], [12], [2, 6], [4, 3], [2, 6]]
  values.forEach((value, i) => graph.output(value, 'float32', shapes[i]!))
  graph.shapeInputs()
  expect(graph.inputs.map(({ shape }) => shape)).toEqual([
    [3, 4],
    [2, 6],
    [2, 6],
    [2, 6],
  ])
  expect(graph.nodes.map(({ op, inputs }) => `${op} ${inputs[0]}`)).toEqual([
    'Relu x',
    'Reshape twice',
    `Neg ${graph.nodes[1]!.outputs[0]}`,
    'Neg twice',
    'Reshape out',
    'Neg plain',
  ])
})

test('a block is scored to the same bits whatever shape it comes in', async () => {
  const shape = { features: 8, hidden: [32, 16], experts: 3 }
  const weights = { ...initGate(shape, 1), ...initExperts(shape, 1) }
  const { x } = table(16, 5, 8)
  const scores: Float32Array[] = []
  for (const compiled of [compileForward, compileBlocks]) {
    const session = await ort.InferenceSession.create(compiled(weights, panelForward, 16, 8))
    const feeds = { x: new ort.Tensor('float32', x.data, inputShape(session)) }
    scores.push((await session.run(feeds))[session.outputNames[0]!]!.data as Float32Array)
    scores.push(Float32Array.from(inputShape(session)))
  }
  expect(scores[2]).toEqual(scores[0])
  expect([scores[1], scores[3]]).toEqual([Float32Array.of(16, 8), Float32Array.of(1, 16, 1, 8)])
})

test('numbers are written as protobuf wants them', () => {
  const writer = new ProtoWriter()
  writer.integer(1, 300)
  writer.integer(2, -1)
  writer.float(3, 1)
  writer.text(4, 'hé')
  writer.message(5, (inner) => inner.bytes(1, new Uint8Array(200)))
  const small = ['08ac02', '10ffffffffffffffffff01', '1d0000803f', '220368c3a9']
  const expected = [...small, '2acb010ac801', '00'.repeat(200)].join('')
  expect(Buffer.from(writer.finish()).toString('hex')).toBe(expected)
})
