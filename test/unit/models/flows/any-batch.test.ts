/** As it leaves the house: standard operators only, any number of rows, the scores that the engine gives. */
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { Graph } from '../../../../main/engine/onnx/graph.ts'
import { domains, encodeModel } from '../../../../main/engine/onnx/model.ts'
import { createOnnxEngine } from '../../../../main/engine/onnxruntime/cpu-engine.ts'
import { addForward } from '../../../../main/engine/trace/any-batch.ts'
import { flowsForward } from '../../../../main/models/flows/network.ts'
import { initFlows } from '../../../../main/models/flows/parameters.ts'
import { distance } from '../../engine/task.ts'
import { flowRows, smallShape } from './task.ts'

const engine = await createOnnxEngine()

test.each([
  ['soft', 4],
  ['top-k', 4],
  ['attention', 4],
  ['hierarchical', 4],
  ['soft', 1],
] as const)('%s gate, %i experts', async (gate, experts) => {
  const shape = { ...smallShape(gate, experts), layers: 3 }
  const model = { weights: initFlows(shape, 3), forward: flowsForward(shape), features: 9 }
  const graph = new Graph('flows', undefined, 'standard')
  const x = graph.input('x', 'float32', ['rows', 9])
  graph.output(addForward(graph, x, model), 'float32', ['rows', 3 + experts])
  graph.prune()
  expect([...domains(graph)]).toEqual([''])
  const session = await ort.InferenceSession.create(encodeModel(graph))
  for (const rows of [1, 2, 77]) {
    const { x } = flowRows(rows)
    const results = await session.run({ x: new ort.Tensor('float32', x.data, [rows, 9]) })
    const out = results[session.outputNames[0]!]!
    expect(out.dims).toEqual([rows, 3 + experts])
    const expected = await engine.score({ ...model, x, columns: 3 + experts })
    expect(distance(out.data as Float32Array, expected)).toBeLessThan(1e-5)
  }
})
