/** Runs graphs of the exports room in plain ONNX Runtime. */
import * as runtime from 'onnxruntime-node'
import { Graph } from '../../../main/engine/onnx/graph.ts'
import { encodeModel } from '../../../main/engine/onnx/model.ts'
import type { RawColumn } from '../../../main/exports/raw-columns.ts'

/** A float32 matrix, or class numbers. */
export type Numbers = Float32Array | BigInt64Array

/** Opens a model file as anyone would. */
export async function open(bytes: Uint8Array): Promise<runtime.InferenceSession> {
  return runtime.InferenceSession.create(bytes, { logSeverityLevel: 3 })
}

/** Rows `from` to `to` of columns as inputs [rows, 1]. */
export function rowsOf(columns: ReadonlyMap<string, RawColumn>, from: number, to: number) {
  const tensor = ({ type, data }: RawColumn): runtime.Tensor =>
    type === 'string'
      ? new runtime.Tensor('string', data.slice(from, to), [to - from, 1])
      : type === 'int64'
        ? new runtime.Tensor('int64', data.slice(from, to), [to - from, 1])
        : new runtime.Tensor('float64', data.slice(from, to), [to - from, 1])
  return Object.fromEntries([...columns].map(([name, column]) => [name, tensor(column)]))
}

/** Builds a graph of float32 inputs [rows, width] and runs it once. */
export async function runGraph(
  inputs: Record<string, { width: number; data: Float32Array }>,
  build: (graph: Graph) => Record<string, 'float32' | 'int64'>,
): Promise<Record<string, Numbers>> {
  const graph = new Graph('test')
  for (const [name, { width }] of Object.entries(inputs)) graph.input(name, 'float32', ['batch', width])
  for (const [name, type] of Object.entries(build(graph)))
    graph.outputs.push({ name, type, shape: ['batch', 'n'] })
  graph.prune()
  const session = await open(encodeModel(graph))
  const feeds = Object.entries(inputs).map(([name, { width, data }]) => {
    return [name, new runtime.Tensor('float32', data, [data.length / width, width])] as const
  })
  const results = await session.run(Object.fromEntries(feeds))
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Numbers]))
}
