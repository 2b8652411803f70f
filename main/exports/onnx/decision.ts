/** The run's decision (main/evaluation/decide.ts) as ONNX nodes: which experts may speak, and the class that wins. */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import type { Strategy } from '../../../preload/contract/evaluation.ts'

export interface Gating {
  strategy: Strategy
  /** k, or the threshold; not used by top-1. */
  parameter: number
}

interface PanelNodes {
  gate: string
  probability: string
  experts: number
  /** One less than the experts where the last of them is the one for the unknown. */
  classes?: number
}

/** The likeliest class; the first of equal ones. */
export function addJointDecision(graph: Graph, probability: string): string {
  return largest(graph, probability, 0)
}

/**
 * @param gate and probability: names of float32 values [batch, experts]
 * @returns names of gate x probability (float32, [batch, experts]) and of the winning class (int64, [batch])
 */
export function addDecision(
  graph: Graph,
  { gate, probability, experts, classes = experts }: PanelNodes,
  { strategy, parameter }: Gating,
): { scores: string; predicted: string } {
  // In double precision, as it is decided in Tribunal: the product of two float32 is exact there.
  const [weight, chance] = [cast(graph, gate, 'float64'), cast(graph, probability, 'float64')]
  const product = graph.one('Mul', [weight, chance])
  const own = (value: string) => (classes === experts ? value : firstColumns(graph, value, classes))
  const active =
    strategy === 'threshold'
      ? aboveThreshold(graph, own(weight), classes, parameter)
      : ranked(graph, own(gate), classes, strategy === 'top-1' ? 1 : Math.max(1, Math.round(parameter)))
  const silent = graph.constant('float64', [], [-1])
  const named = largest(graph, graph.one('Where', [active, own(product), silent]), 0)
  const predicted = classes === experts ? named : objected(graph, named, probability, classes)
  return { scores: cast(graph, product, 'float32'), predicted }
}

/** Where benign was called and the last expert says yes, the answer is the unknown (main/evaluation/unknown.ts). */
function objected(graph: Graph, named: string, probability: string, classes: number): string {
  const last = graph.one('Slice', [
    probability,
    graph.ints([classes]),
    graph.ints([classes + 1]),
    graph.ints([1]),
  ])
  const flat = graph.one('Squeeze', [last, graph.ints([1])])
  const says = graph.one('Greater', [flat, graph.constant('float32', [], [0.5])])
  const benign = graph.one('Equal', [named, graph.constant('int64', [], [0])])
  return graph.one('Where', [graph.one('And', [says, benign]), graph.constant('int64', [], [classes]), named])
}

const firstColumns = (graph: Graph, value: string, count: number) =>
  graph.one('Slice', [value, graph.ints([0]), graph.ints([count]), graph.ints([1])])

/** Above the threshold; where none is, the one that the gate ranks first. */
function aboveThreshold(graph: Graph, weight: string, experts: number, threshold: number): string {
  const above = graph.one('Greater', [weight, graph.constant('float64', [], [threshold])])
  const passed = graph.node('ReduceMax', [cast(graph, above, 'float32'), graph.ints([1])], {
    attributes: { keepdims: { int: 1 } },
  })[0]!
  const first = graph.one('Equal', [largest(graph, weight, 1), numbered(graph, [1, experts])])
  const alone = graph.one('And', [graph.one('Not', [cast(graph, passed, 'bool')]), first])
  return graph.one('Or', [above, alone])
}

/** The k ranked highest; TopK gives equal ones in the order of their index, as Tribunal does. */
function ranked(graph: Graph, gate: string, experts: number, k: number): string {
  const [, places] = graph.node('TopK', [gate, graph.ints([Math.min(k, experts)])], {
    outputs: 2,
    attributes: { axis: { int: 1 }, largest: { int: 1 }, sorted: { int: 1 } },
  })
  const apart = graph.one('Unsqueeze', [places!, graph.ints([2])])
  const hit = graph.one('Equal', [apart, numbered(graph, [1, 1, experts])])
  const any = graph.node('ReduceMax', [cast(graph, hit, 'float32'), graph.ints([1])], {
    attributes: { keepdims: { int: 0 } },
  })[0]!
  return cast(graph, any, 'bool')
}

/** Index of the largest in each row, the first of equal ones. */
const largest = (graph: Graph, value: string, keepdims: number) =>
  graph.one('ArgMax', [value], {
    axis: { int: 1 },
    keepdims: { int: keepdims },
    select_last_index: { int: 0 },
  })

function numbered(graph: Graph, shape: number[]): string {
  const size = shape.at(-1)!
  return graph.constant(
    'int64',
    shape,
    Array.from({ length: size }, (_, i) => i),
  )
}

const cast = (graph: Graph, value: string, to: keyof typeof TYPE_NUMBER) =>
  graph.one('Cast', [value], { to: { int: TYPE_NUMBER[to] } })
