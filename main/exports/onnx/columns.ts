/**
 * The feature encoder (main/features/encode.ts) as ONNX nodes: from raw columns, each [batch, 1], to the feature matrix
 * [batch, features]. Numbers are worked on in double precision and rounded to float32 once, as the encoder does it.
 */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import { farthest } from '../../features/encode.ts'
import type { Encoder } from '../../features/encoder.ts'
import type { CategoricalColumn, NumericColumn, Place, RateColumn, TimeOfDay } from '../../features/fit.ts'
import type { ModelInput } from './inputs.ts'
import { hiddenPattern } from './patterns.ts'

/** Some feature columns side by side, and where in the matrix each belongs. */
interface Block {
  /** [batch, places.length], float32. */
  name: string
  places: Place[]
}

const DAY_MICROS = 86_400e6

/** Declares the inputs, adds all nodes, and gives the name of the matrix. */
export function addEncoder(graph: Graph, encoder: Encoder, inputs: ModelInput[]): string {
  const names = inputs.map(({ name, type }) => graph.input(name, type, ['batch', 1]))
  const blocks = inputs.flatMap(({ column }, i): Block[] => {
    const input = names[i]!
    if (column.kind === 'numeric') return numeric(graph, input, column)
    if (column.kind === 'categorical') return categorical(graph, input, column, encoder.accounts)
    return column.kind === 'rate' ? rate(graph, input, column) : timeOfDay(graph, input, column)
  })
  return inOrder(graph, blocks, encoder.names.length)
}

/** Joins the blocks and puts every column in its place. */
function inOrder(graph: Graph, blocks: Block[], width: number): string {
  const from = new Map(blocks.flatMap(({ places }) => places).map((place, at) => [place, at]))
  const order = Array.from({ length: width }, (_, place) => from.get(place))
  if (order.some((at) => at === undefined)) throw new Error('The encoder leaves a feature without a column')
  const names = blocks.map(({ name }) => name)
  const joined = names.length === 1 ? names[0]! : graph.one('Concat', names, { axis: { int: 1 } })
  return graph.one('Gather', [joined, graph.ints(order.map(Number))], { axis: { int: 1 } })
}

function numeric(graph: Graph, input: string, column: NumericColumn): Block[] {
  const missing = graph.one('IsNaN', [input])
  const blocks: Block[] = []
  if (column.at >= 0) {
    const sign = graph.one('Sign', [input])
    const logged = column.plain ? input : graph.one('Mul', [sign, log1p(graph, graph.one('Abs', [input]))])
    const most = graph.one('Mul', [sign, double(graph, column.limit)])
    const finite = graph.one('Where', [graph.one('IsInf', [logged]), most, logged])
    blocks.push({ name: zeroWhere(graph, missing, standardized(graph, finite, column)), places: [column.at] })
  }
  if (column.missingAt >= 0) blocks.push({ name: float(graph, missing), places: [column.missingAt] })
  return blocks
}

function rate(graph: Graph, input: string, column: RateColumn): Block[] {
  if (column.at < 0) return []
  const value = standardized(graph, log1p(graph, input), column)
  return [{ name: zeroWhere(graph, graph.one('IsNaN', [input]), value), places: [column.at] }]
}

function timeOfDay(graph: Graph, input: string, column: TimeOfDay): Block[] {
  const within = graph.one('Mod', [input, graph.constant('int64', [], [DAY_MICROS])])
  const turn = graph.constant('float32', [], [(2 * Math.PI) / DAY_MICROS])
  const angle = graph.one('Mul', [float(graph, within), turn])
  const wave = (op: string, place: Place): Block[] =>
    place < 0 ? [] : [{ name: graph.one(op, [angle]), places: [place] }]
  return [...wave('Sin', column.sineAt), ...wave('Cos', column.cosineAt)]
}

/** Each known value, any other, none: 0/1 columns. */
function categorical(graph: Graph, input: string, column: CategoricalColumn, accounts: string[]): Block[] {
  const missing = graph.one('Equal', [input, graph.texts([1, 1], [''])])
  const plain: number[] = []
  const hiding: { i: number; pattern: string }[] = []
  column.values.forEach((value, i) => {
    const pattern = column.hides ? hiddenPattern(value, accounts) : null
    if (pattern === null) plain.push(i)
    else hiding.push({ i, pattern })
  })
  const hits: { name: string; indexes: number[] }[] = hiding.map(({ i, pattern }) => {
    const match = graph.one('RegexFullMatch', [input], { pattern: { text: pattern } })
    return { name: float(graph, match), indexes: [i] }
  })
  if (plain.length > 0) {
    const texts = graph.texts(
      [1, plain.length],
      plain.map((i) => column.values[i] ?? ''),
    )
    hits.unshift({ name: float(graph, graph.one('Equal', [input, texts])), indexes: plain })
  }
  const blocks = hits.flatMap(({ name, indexes }) =>
    placed(
      graph,
      name,
      indexes.map((i) => column.at[i] ?? -1),
    ),
  )
  if (column.otherAt >= 0) {
    const known = [float(graph, missing), ...hits.map(({ name }) => name)]
    const all = known.length === 1 ? known[0]! : graph.one('Concat', known, { axis: { int: 1 } })
    const any = graph.node('ReduceMax', [all, graph.ints([1])], { attributes: { keepdims: { int: 1 } } })[0]!
    const none = graph.one('Sub', [graph.constant('float32', [], [1]), any])
    blocks.push({ name: none, places: [column.otherAt] })
  }
  if (column.missingAt >= 0) blocks.push({ name: float(graph, missing), places: [column.missingAt] })
  return blocks
}

/** The columns of a block that have a place; a value without one equals another feature. */
function placed(graph: Graph, name: string, places: Place[]): Block[] {
  const kept = places.flatMap((place, i) => (place >= 0 ? [i] : []))
  if (kept.length === 0) return []
  if (kept.length === places.length) return [{ name, places }]
  const picked = graph.one('Gather', [name, graph.ints(kept)], { axis: { int: 1 } })
  return [{ name: picked, places: kept.map((i) => places[i]!) }]
}

function standardized(graph: Graph, value: string, scale: { mean: number; deviation: number }): string {
  const centered = graph.one('Sub', [value, double(graph, scale.mean)])
  const scaled = graph.one('Div', [centered, double(graph, scale.deviation)])
  const limits = [double(graph, -farthest), double(graph, farthest)]
  return graph.one('Min', [graph.one('Max', [scaled, limits[0]!]), limits[1]!])
}

/** As float32, and 0 where `missing`. */
function zeroWhere(graph: Graph, missing: string, value: string): string {
  return graph.one('Where', [missing, graph.constant('float32', [], [0]), float(graph, value)])
}

const log1p = (graph: Graph, value: string) => graph.one('Log', [graph.one('Add', [value, double(graph, 1)])])
const double = (graph: Graph, value: number) => graph.constant('float64', [], [value])
const float = (graph: Graph, value: string) =>
  graph.one('Cast', [value], { to: { int: TYPE_NUMBER.float32 } })
