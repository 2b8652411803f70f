/**
 * System S2: a mixture of experts that each see one kind of column of a flow, mixed inside of the network. This file
 * says which parts such a network has; the numbers of parameters follow from it (parameters.ts).
 *
 *     x ─┬─ columns of expert 1 ─ embedding [width] ─┐
 *        ├─ columns of expert 2 ─ embedding [width] ─┼─ gate ─ weighted sum ─ classifier ─ logits
 *        └─ …                                        ┘
 */

/** `tabular` is an FT-Transformer, `temporal` a 1-D convolutional network, the others are residual MLPs. */
export type FlowExpertName = 'tabular' | 'temporal' | 'protocol' | 'statistics'

/** How the experts' weights are found from their embeddings; see gate.ts. */
export type FlowGate = 'soft' | 'top-k' | 'attention' | 'hierarchical'

export interface FlowExpert {
  name: FlowExpertName
  /** Columns of x that it sees, at least one. */
  columns: number[]
}

export interface FlowsShape {
  /** Columns of x. */
  features: number
  /** C: classes, logits of the network. */
  classes: number
  /** E experts, each name once; a single one stands alone, without a gate. */
  experts: FlowExpert[]
  gate: FlowGate
  /** Experts that the top-k gate lets speak. */
  k: number
  /** Width of a token and of every embedding. */
  width: number
  /** Blocks of the FT-Transformer. */
  layers: number
  /** Attention heads; they divide the width. */
  heads: number
}

/** The published mixture: 47 tabular and 25 temporal columns, normal or attack. */
export function publishedMixture(): FlowsShape {
  const columns = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
  return {
    features: 72,
    classes: 2,
    experts: [
      { name: 'tabular', columns: columns(0, 47) },
      { name: 'temporal', columns: columns(47, 25) },
    ],
    gate: 'soft',
    k: 2,
    width: 128,
    layers: 3,
    heads: 8,
  }
}

/** The published FT-Transformer alone on all 72 columns; its published size is that of four blocks. */
export function publishedTransformer(): FlowsShape {
  const columns = Array.from({ length: 72 }, (_, i) => i)
  return { ...publishedMixture(), experts: [{ name: 'tabular', columns }], layers: 4 }
}
