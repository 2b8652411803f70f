/**
 * The expert for the unknown (main/models/novelty) as ONNX nodes, in double precision: how strange a row is, and from the calibrated
 * tail its log-odds. Distances to stored rows are computed as |x|² - 2 x·r + |r|², so that no row is paired with each of them.
 */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import type { Weights } from '../../engine/types.ts'
import { constants, type GaussianMixture } from '../../models/novelty/mixture-density.ts'
import { unpackMixture, unpackTail } from '../../models/novelty/stored.ts'

/** @returns name of float64 [batch, 1]: above 0 is an alarm */
export function addLogOdds(graph: Graph, x: string, weights: Weights): string {
  const rows = graph.one('Cast', [x], { to: { int: TYPE_NUMBER.float64 } })
  const width = (weights['mixture.means'] ?? weights['nearest.rows'])?.shape[1] ?? 0
  const surprise = weights['mixture.means']
    ? graph.one('Neg', [logDensity(graph, rows, unpackMixture(weights, width))])
    : nearest(graph, rows, weights)
  return logOdds(graph, surprise, weights)
}

/** log Σₖ exp(termₖ), the greatest taken out first. */
function logDensity(graph: Graph, x: string, mixture: GaussianMixture): string {
  const { components: K, columns: d, covariance, means, factors } = mixture
  const apart = graph.one('Unsqueeze', [x, graph.ints([1])])
  const centered = graph.one('Sub', [apart, doubles(graph, [1, K, d], means)])
  const white =
    covariance === 'diagonal'
      ? graph.one('Mul', [centered, doubles(graph, [1, K, d], factors)])
      : whiten(graph, centered, factors, K, d)
  const distance = reduce(graph, 'ReduceSum', graph.one('Mul', [white, white]), 2, 0)
  const half = graph.one('Mul', [distance, doubles(graph, [], [0.5])])
  const terms = graph.one('Sub', [doubles(graph, [1, K], constants(mixture)), half])
  const most = reduce(graph, 'ReduceMax', terms, 1, 1)
  const powers = graph.one('Exp', [graph.one('Sub', [terms, most])])
  return graph.one('Add', [most, graph.one('Log', [reduce(graph, 'ReduceSum', powers, 1, 1)])])
}

/** Each component's triangle times its centered rows: [batch, K, d] by [K, d, d]. */
function whiten(graph: Graph, centered: string, factors: Float64Array, K: number, d: number): string {
  const perm = { perm: { ints: [1, 0, 2] } }
  const turned = new Float64Array(factors.length)
  for (let k = 0; k < K; k++)
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) turned[(k * d + j) * d + i] = factors[(k * d + i) * d + j]!
  const perComponent = graph.one('Transpose', [centered], perm)
  const white = graph.one('MatMul', [perComponent, doubles(graph, [K, d, d], turned)])
  return graph.one('Transpose', [white], perm)
}

function nearest(graph: Graph, x: string, weights: Weights): string {
  const { shape, data } = weights['nearest.rows']!
  const [count = 0, d = 0] = shape
  const turned = new Float64Array(data.length)
  const norms = new Float64Array(count)
  for (let row = 0; row < count; row++)
    for (let j = 0; j < d; j++) {
      const value = data[row * d + j]!
      turned[j * count + row] = -2 * value
      norms[row]! += value * value
    }
  const own = reduce(graph, 'ReduceSum', graph.one('Mul', [x, x]), 1, 1)
  const cross = graph.one('MatMul', [x, doubles(graph, [d, count], turned)])
  const squares = graph.one('Add', [graph.one('Add', [cross, doubles(graph, [1, count], norms)]), own])
  const least = reduce(graph, 'ReduceMin', squares, 1, 1)
  return graph.one('Sqrt', [graph.one('Max', [least, doubles(graph, [], [0])])])
}

function logOdds(graph: Graph, surprise: string, weights: Weights): string {
  const tail = unpackTail(weights)
  const raw = graph.one('Sub', [
    doubles(graph, [], [Math.log(tail.falseAlarms)]),
    logTail(graph, surprise, tail),
  ])
  // Beyond the bend, log-odds go towards twice as much (calibrate.ts).
  const { bend } = tail
  const limit = doubles(graph, [], [bend])
  const rest = graph.one('Div', [doubles(graph, [], [bend * bend]), raw])
  const bent = graph.one('Sub', [doubles(graph, [], [2 * bend]), rest])
  return graph.one('Where', [graph.one('Greater', [raw, limit]), bent, raw])
}

/** Straight lines between the knots, level before the first, falling steadily after the last. */
function logTail(
  graph: Graph,
  s: string,
  { surprise, logTail: tail, excess }: ReturnType<typeof unpackTail>,
): string {
  const last = surprise.length - 1
  const knots = doubles(graph, [1, last + 1], surprise)
  const below = graph.one('Cast', [graph.one('Less', [knots, s])], { to: { int: TYPE_NUMBER.int64 } })
  const count = reduce(graph, 'ReduceSum', below, 1, 1)
  const high = graph.one('Min', [count, graph.constant('int64', [], [last])])
  const low = graph.one('Max', [
    graph.one('Sub', [high, graph.constant('int64', [], [1])]),
    graph.constant('int64', [], [0]),
  ])
  const at = (values: Float64Array, place: string) =>
    graph.one('Gather', [doubles(graph, [last + 1], values), place])
  const [from, to] = [at(surprise, low), at(surprise, high)]
  // Before the first knot both ends are one; the quotient is not used there.
  const width = graph.one('Max', [graph.one('Sub', [to, from]), doubles(graph, [], [1e-300])])
  const share = graph.one('Div', [graph.one('Sub', [s, from]), width])
  const rise = graph.one('Sub', [at(tail, high), at(tail, low)])
  const between = graph.one('Add', [at(tail, low), graph.one('Mul', [share, rise])])
  const first = graph.one('Equal', [count, graph.constant('int64', [], [0])])
  const level = graph.one('Where', [first, doubles(graph, [], [tail[0]!]), between])
  const over = graph.one('Div', [
    graph.one('Sub', [s, doubles(graph, [], [surprise[last]!])]),
    doubles(graph, [], [excess]),
  ])
  const beyond = graph.one('Equal', [count, graph.constant('int64', [], [last + 1])])
  return graph.one('Where', [beyond, graph.one('Sub', [doubles(graph, [], [tail[last]!]), over]), level])
}

function reduce(graph: Graph, op: string, value: string, axis: number, keepdims: number): string {
  return graph.node(op, [value, graph.ints([axis])], { attributes: { keepdims: { int: keepdims } } })[0]!
}

const doubles = (graph: Graph, shape: number[], values: ArrayLike<number>) =>
  graph.constant('float64', shape, values)
