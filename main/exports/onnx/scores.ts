/**
 * What each system says of rows, as ONNX nodes: from the feature matrix to gate weights and probabilities. A system that scores by a
 * network is traced from the very function that scores in Tribunal; the expert for the unknown and the boosted trees,
 * which are no tensor functions, are written out in their own files.
 */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import { addForward } from '../../engine/trace/any-batch.ts'
import type { ForwardFunction, Weights } from '../../engine/types.ts'
import { flowsForward } from '../../models/flows/network.ts'
import { expertForward, gateForward } from '../../models/mixture.ts'
import { singleForward } from '../../models/single.ts'
import { networkOf, type Network } from '../../training/systems/system.ts'
import type { FlowsMeta } from '../../training/systems/s2.ts'
import { areForests, forestOf } from '../../training/systems/s1-trees.ts'
import { UNKNOWN, type UnknownMeta } from '../../training/systems/novelty.ts'
import type { SystemId } from '../../../preload/contract/models.ts'
import { addLogOdds } from './novelty.ts'
import { addTrees } from './trees.ts'

/** A trained model as it is exported: a system, or the boosted trees that stand beside it. */
export type Source =
  | { kind: SystemId; networks: readonly Network[] }
  | { kind: 'boosted-trees'; weights: Weights }

export interface ScoreNodes {
  /** `panel`: probabilities and gate weights per expert; `joint`: probabilities per class. */
  form: 'panel' | 'joint'
  /** Name of float32 [batch, experts]; null where there is no gate. */
  gate: string | null
  /** Name of float32, [batch, experts] or [batch, classes]. */
  probability: string
  experts: string[]
  /** The last expert of the panel is the one for the unknown. */
  unknown: boolean
}

/** @param x name of the feature matrix, float32 [batch, features] */
export function addScores(
  graph: Graph,
  x: string,
  source: Source,
  { classes, features }: { classes: string[]; features: number },
): ScoreNodes {
  const forward = (weights: Weights, of: ForwardFunction) =>
    addForward(graph, x, { weights, forward: of, features })
  const joint = { form: 'joint' as const, unknown: false }
  switch (source.kind) {
    case 'S1':
      return panel(graph, x, source.networks, { classes, features }, forward)
    case 'S2': {
      const { weights, meta } = networkOf(source.networks, 'mixture')
      const { shape } = meta as FlowsMeta
      const [C, E] = [shape.classes, shape.experts.length]
      const both = forward(weights, flowsForward(shape))
      const part = (from: number, to: number) => columns(graph, both, from, to)
      // In double precision, as in Tribunal.
      const shares = graph.one('Softmax', [cast(graph, part(0, C), 'float64')], { axis: { int: 1 } })
      const experts = shape.experts.map(({ name }) => name)
      return { ...joint, gate: part(C, C + E), probability: cast(graph, shares, 'float32'), experts }
    }
    case 'S3': {
      const attack = graph.one('Sigmoid', [
        forward(networkOf(source.networks, 'network').weights, singleForward),
      ])
      const benign = graph.one('Sub', [graph.constant('float32', [], [1]), attack])
      const probability = concat(graph, [benign, attack])
      return { ...joint, gate: ones(graph, attack), probability, experts: ['network'] }
    }
    case 'novelty': {
      const { weights, meta } = networkOf(source.networks, UNKNOWN)
      const odds = addLogOdds(graph, x, weights)
      const probability = alarms(graph, odds, classes.length, (meta as UnknownMeta).alarm)
      return { ...joint, gate: ones(graph, cast(graph, odds, 'float32')), probability, experts: [UNKNOWN] }
    }
    case 'boosted-trees':
      return { ...joint, gate: null, probability: addTrees(graph, x, source.weights, features), experts: [] }
  }
}

function panel(
  graph: Graph,
  x: string,
  networks: readonly Network[],
  { classes, features }: { classes: string[]; features: number },
  forward: (weights: Weights, of: ForwardFunction) => string,
): ScoreNodes {
  const forests = areForests(networks)
  const part = (name: string) => networkOf(networks, name).weights
  const gate = forests
    ? addTrees(graph, x, part('gate'), features)
    : graph.one('Sigmoid', [forward(part('gate'), gateForward)])
  const probability = forests
    ? concat(
        graph,
        classes.map((_, k) => columns(graph, addTrees(graph, x, part(forestOf(k)), features), 1, 2)),
      )
    : graph.one('Sigmoid', [forward(part('experts'), expertForward)])
  const unknown = networks.find(({ name }) => name === UNKNOWN)
  if (!unknown) return { form: 'panel', gate, probability, experts: classes, unknown: false }
  // Asked wherever benign is, so it has the gate weight of benign (main/training/systems/s1.ts).
  const chance = cast(graph, graph.one('Sigmoid', [addLogOdds(graph, x, unknown.weights)]), 'float32')
  return {
    form: 'panel',
    gate: concat(graph, [gate, columns(graph, gate, 0, 1)]),
    probability: concat(graph, [probability, chance]),
    experts: [...classes, classes.includes(UNKNOWN) ? `${UNKNOWN} (expert)` : UNKNOWN],
    unknown: true,
  }
}

/** Benign or the class that alarms are called by; all others have none. */
function alarms(graph: Graph, odds: string, classes: number, alarm: number): string {
  const chance = (value: string) => cast(graph, graph.one('Sigmoid', [value]), 'float32')
  const [benign, attack] = [chance(graph.one('Neg', [odds])), chance(odds)]
  const none = graph.one('Sub', [attack, attack])
  return concat(
    graph,
    Array.from({ length: classes }, (_, k) => (k === alarm ? attack : k === 0 ? benign : none)),
  )
}

const ones = (graph: Graph, like: string) =>
  graph.one('Add', [graph.one('Sub', [like, like]), graph.constant('float32', [], [1])])

const columns = (graph: Graph, value: string, from: number, to: number) =>
  graph.one('Slice', [value, graph.ints([from]), graph.ints([to]), graph.ints([1])])

const concat = (graph: Graph, parts: string[]) => graph.one('Concat', parts, { axis: { int: 1 } })

const cast = (graph: Graph, value: string, to: keyof typeof TYPE_NUMBER) =>
  graph.one('Cast', [value], { to: { int: TYPE_NUMBER[to] } })
