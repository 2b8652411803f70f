/**
 * A boosted forest as the operator TreeEnsembleRegressor of ai.onnx.ml (version 3): one target per output, leaves summed up, then the
 * sigmoid or softmax that turns margins into probabilities. ONNX Runtime sums in single precision, Tribunal in double.
 */
import type { Graph } from '../../engine/onnx/graph.ts'
import { TYPE_NUMBER } from '../../engine/onnx/model.ts'
import type { Weights } from '../../engine/types.ts'
import { unpackForest, type Forest } from '../../models/trees/forest.ts'

/** @returns name of float32 [batch, classes] */
export function addTrees(graph: Graph, x: string, weights: Weights, features: number): string {
  const forest = unpackForest(weights, features)
  const { outputs } = forest
  const margins = forest.roots.length === 0 ? nothing(graph, x, outputs) : ensemble(graph, x, forest)
  const wide = graph.one('Cast', [margins], { to: { int: TYPE_NUMBER.float64 } })
  const single = (value: string) => graph.one('Cast', [value], { to: { int: TYPE_NUMBER.float32 } })
  if (outputs > 1) return single(graph.one('Softmax', [wide], { axis: { int: 1 } }))
  const attack = single(graph.one('Sigmoid', [wide]))
  const benign = graph.one('Sub', [graph.constant('float32', [], [1]), attack])
  return graph.one('Concat', [benign, attack], { axis: { int: 1 } })
}

function ensemble(graph: Graph, x: string, forest: Forest): string {
  const attributes = { ...nodesOf(forest), n_targets: { int: forest.outputs } }
  return graph.node('TreeEnsembleRegressor', [x], { domain: 'ai.onnx.ml', attributes })[0]!
}

/** A forest without trees: every margin is 0. */
function nothing(graph: Graph, x: string, outputs: number): string {
  const first = graph.one('Slice', [x, graph.ints([0]), graph.ints([1]), graph.ints([1])])
  return graph.one('Mul', [first, graph.constant('float32', [1, outputs], new Float32Array(outputs))])
}

/** Tree t adds to target t modulo the outputs; node ids count from each tree's root. */
function nodesOf({ roots, outputs, feature, threshold, left, missing, value }: Forest) {
  const [tree, node, column, cut, mode, yes, no, stray]: [number[], number[], number[], number[], string[], number[], number[], number[]] = [[], [], [], [], [], [], [], []] // prettier-ignore
  const leaves = {
    tree: [] as number[],
    node: [] as number[],
    target: [] as number[],
    weight: [] as number[],
  }
  for (let t = 0; t < roots.length; t++) {
    const root = roots[t]!
    const end = t + 1 < roots.length ? roots[t + 1]! : feature.length
    for (let at = root; at < end; at++) {
      const leaf = feature[at]! < 0
      tree.push(t)
      node.push(at - root)
      column.push(leaf ? 0 : feature[at]!)
      cut.push(leaf ? 0 : threshold[at]!)
      mode.push(leaf ? 'LEAF' : 'BRANCH_LT')
      yes.push(leaf ? 0 : left[at]! - root)
      no.push(leaf ? 0 : left[at]! + 1 - root)
      stray.push(missing[at] === 1 ? 1 : 0)
      if (!leaf) continue
      leaves.tree.push(t)
      leaves.node.push(at - root)
      leaves.target.push(t % outputs)
      leaves.weight.push(value[at]!)
    }
  }
  return {
    nodes_treeids: { ints: tree },
    nodes_nodeids: { ints: node },
    nodes_featureids: { ints: column },
    nodes_values: { floats: cut },
    nodes_modes: { texts: mode },
    nodes_truenodeids: { ints: yes },
    nodes_falsenodeids: { ints: no },
    nodes_missing_value_tracks_true: { ints: stray },
    target_treeids: { ints: leaves.tree },
    target_nodeids: { ints: leaves.node },
    target_ids: { ints: leaves.target },
    target_weights: { floats: leaves.weight },
  }
}
