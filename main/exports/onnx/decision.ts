/** The run's decision (main/evaluation/decide.ts) as ONNX nodes: which experts may speak, and the class that wins. */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import type { Strategy } from '../../../preload/contract/evaluation.ts'

export interface Gating {
  strategy: Strategy
  /** k, or the threshold; not used by top-1. */
  parameter: number
}

/**
 * @param gate and probability: names of float32 values [batch, experts]
 * @returns names of gate x probability (float32, [batch, experts]) and of the winning class (int64, [batch])
 */
export function addDecision(
  graph: Graph,
  { gate, probability, experts }: { gate: string; probability: string; experts: number },
  { strategy, parameter }: Gating,
): { scores: string; predicted: string } {
  // In double precision, as it is decided in Tribunal: the product of two float32 is exact there.
  const [weight, chance] = [cast(graph, gate, 'float64'), cast(graph, probability, 'float64')]
  const product = graph.one('Mul', [weight, chance])
  const active =
    strategy === 'threshold'
      ? aboveThreshold(graph, weight, experts, parameter)
      : ranked(graph, gate, experts, strategy === 'top-1' ? 1 : Math.max(1, Math.round(parameter)))
  const silent = graph.constant('float64', [], [-1])
  const heard = graph.one('Where', [active, product, silent])
  return { scores: cast(graph, product, 'float32'), predicted: largest(graph, heard, 0) }
}

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
