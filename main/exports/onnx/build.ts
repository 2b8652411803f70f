/**
 * One file that goes from raw columns to a decision: encoder, experts, gate and gating strategy, standard operators only,
 * any number of rows.
 */
import { Graph } from '../../engine/onnx/graph.ts'
import { domains, encodeModel } from '../../engine/onnx/model.ts'
import { addForward } from '../../engine/trace/any-batch.ts'
import type { ForwardFunction, Weights } from '../../engine/types.ts'
import type { Encoder } from '../../features/encoder.ts'
import { expertForward, gateForward } from '../../models/mixture.ts'
import { addEncoder } from './columns.ts'
import { addDecision, type Gating } from './decision.ts'
import { modelInputs, type ModelInput } from './inputs.ts'

export interface Panel {
  encoder: Encoder
  experts: Weights
  gate: Weights
  /** Index 0 is benign; one expert each. */
  classes: string[]
  gating: Gating
}

export interface ModelOutput {
  name: string
  type: 'float32' | 'int64'
  shape: (string | number)[]
  what: string
}

export interface BuiltModel {
  bytes: Uint8Array
  inputs: ModelInput[]
  /** Gate weights, probabilities, scores, class index, in this order. */
  outputs: ModelOutput[]
}

/** @param metadata kept in the file beside the model */
export function buildModel(panel: Panel, metadata: Record<string, string> = {}): BuiltModel {
  const { encoder, classes, gating } = panel
  const graph = new Graph('tribunal')
  const inputs = modelInputs(encoder)
  const x = addEncoder(graph, encoder, inputs)
  const score = (weights: Weights, forward: ForwardFunction) =>
    graph.one('Sigmoid', [addForward(graph, x, { weights, forward, features: encoder.names.length })])
  const gate = score(panel.gate, gateForward)
  const probability = score(panel.experts, expertForward)
  const decision = addDecision(graph, { gate, probability, experts: classes.length }, gating)
  const outputs = modelOutputs(classes.length, new Set(inputs.map(({ name }) => name)))
  const values = [gate, probability, decision.scores, decision.predicted]
  outputs.forEach(({ name, type, shape }, i) => {
    graph.node('Identity', [values[i]!], { outputs: [name] })
    graph.outputs.push({ name, type, shape })
  })
  graph.prune()
  if (domains(graph).size !== 1) throw new Error('An exported model may use standard operators only')
  return { bytes: encodeModel(graph, metadata), inputs, outputs }
}

/** Named plainly, unless a column of the case has that name. */
function modelOutputs(experts: number, taken: Set<string>): ModelOutput[] {
  const free = (name: string): string => (taken.has(name) ? free(`${name}_out`) : name)
  const perExpert = { type: 'float32' as const, shape: ['batch', experts] }
  return [
    { name: free('gate_weights'), ...perExpert, what: 'How much the gate trusts each expert, 0 to 1.' },
    { name: free('probabilities'), ...perExpert, what: 'How sure each expert is of its class, 0 to 1.' },
    { name: free('scores'), ...perExpert, what: 'Gate weight times probability, per class.' },
    {
      name: free('class_index'),
      type: 'int64',
      shape: ['batch'],
      what: 'Number of the class that wins among the experts that may speak; 0 is benign.',
    },
  ]
}
