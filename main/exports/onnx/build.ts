/**
 * One file that goes from raw columns to a decision: encoder, model and decision, standard operators only (`ai.onnx`, and for trees
 * `ai.onnx.ml`), any number of rows.
 */
import { Graph } from '../../engine/onnx/graph.ts'
import { domains, encodeModel } from '../../engine/onnx/model.ts'
import type { Encoder } from '../../features/encoder.ts'
import { addEncoder } from './columns.ts'
import { addDecision, addJointDecision, type Gating } from './decision.ts'
import { modelInputs, type ModelInput } from './inputs.ts'
import { addScores, type ScoreNodes, type Source } from './scores.ts'

export interface ExportSource {
  encoder: Encoder
  /** Index 0 is benign. */
  classes: string[]
  model: Source
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
  outputs: ModelOutput[]
  /** Names of the outputs that stored scores are compared with; null where the model has none. */
  compared: { gate: string | null; probability: string }
  experts: string[]
  /** What `class_index` counts. */
  answers: string[]
}

const STANDARD = new Set(['', 'ai.onnx.ml'])

/** @param metadata kept in the file beside the model */
export function buildModel(source: ExportSource, metadata: Record<string, string> = {}): BuiltModel {
  const { encoder, classes, gating } = source
  const graph = new Graph('tribunal', undefined, 'standard')
  const inputs = modelInputs(encoder)
  const x = addEncoder(graph, encoder, inputs)
  const scores = addScores(graph, x, source.model, { classes, features: encoder.names.length })
  const free = freeNames(new Set(inputs.map(({ name }) => name)))
  const parts =
    scores.form === 'panel' ? panelParts(graph, scores, gating, classes) : jointParts(graph, scores, classes)
  const outputs = parts.map(({ value, ...output }) => {
    const port = { ...output, name: free(output.name) }
    graph.node('Identity', [value], { outputs: [port.name] })
    graph.outputs.push({ name: port.name, type: port.type, shape: port.shape })
    return port
  })
  graph.prune()
  if ([...domains(graph)].some((domain) => !STANDARD.has(domain)))
    throw new Error('An exported model may use standard operators only')
  const named = (name: string) => outputs.find((_, i) => parts[i]!.name === name)?.name ?? null
  return {
    bytes: encodeModel(graph, metadata),
    inputs,
    outputs,
    compared: { gate: named('gate_weights'), probability: named('probabilities')! },
    experts: scores.experts,
    answers: scores.unknown ? scores.experts : classes,
  }
}

/** Named plainly, unless a column of the case has that name. */
function freeNames(taken: Set<string>): (name: string) => string {
  const free = (name: string): string => (taken.has(name) ? free(`${name}_out`) : name)
  return free
}

type Part = ModelOutput & { value: string }

function panelParts(graph: Graph, scores: ScoreNodes, gating: Gating, classes: string[]): Part[] {
  const experts = scores.experts.length
  const gate = scores.gate!
  const panel = { gate, probability: scores.probability, experts, classes: classes.length }
  const decision = addDecision(graph, panel, gating)
  const perExpert = { type: 'float32' as const, shape: ['batch', experts] }
  return [
    {
      name: 'gate_weights',
      ...perExpert,
      value: gate,
      what: 'How much the gate trusts each expert, 0 to 1.',
    },
    {
      name: 'probabilities',
      ...perExpert,
      value: scores.probability,
      what: 'How sure each expert is of its class, 0 to 1.',
    },
    {
      name: 'scores',
      ...perExpert,
      value: decision.scores,
      what: 'Gate weight times probability, per expert.',
    },
    {
      ...classIndex,
      value: decision.predicted,
      what: `Number of the class that wins among the experts that may speak; 0 is benign${scores.unknown ? `, ${classes.length} is unknown: an alarm without a class` : ''}.`,
    },
  ]
}

function jointParts(graph: Graph, scores: ScoreNodes, classes: string[]): Part[] {
  const { gate, probability, experts } = scores
  const weights: Part[] =
    gate === null
      ? []
      : [
          {
            name: 'gate_weights',
            type: 'float32',
            shape: ['batch', experts.length],
            value: gate,
            what: `How much each expert (${experts.join(', ')}) had to do with the answer, 0 to 1.`,
          },
        ]
  return [
    ...weights,
    {
      name: 'probabilities',
      type: 'float32',
      shape: ['batch', classes.length],
      value: probability,
      what: 'Probability of each class; they add up to 1.',
    },
    {
      ...classIndex,
      value: addJointDecision(graph, probability),
      what: 'Number of the likeliest class; 0 is benign.',
    },
  ]
}

const classIndex = { name: 'class_index', type: 'int64' as const, shape: ['batch'] }
