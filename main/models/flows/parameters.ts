/**
 * Names, shapes and starting values of all weights of a flow network, part by part.
 *
 * Before a ReLU numbers are drawn He-normal, elsewhere Glorot-normal; tokens are normal with variance 1 / width;
 * biases and shifts start at 0, scales and variances at 1. Each array has a stream of its own from seed and name, so
 * a part starts the same in every network that has it.
 */
import { mixSeed, normal, random } from '../../engine/random.ts'
import type { Weights } from '../../engine/types.ts'
import { CHANNELS, KERNEL } from './temporal.ts'
import { groupsOf } from './gate.ts'
import type { FlowExpert, FlowsShape } from './shape.ts'

/** Hidden widths of the gate, as published. */
const GATE = [128, 64]
/** The feed-forward layer of a block is this many times as wide as a token. */
const WIDENING = 4

type Start = 'relu' | 'linear' | 'token' | 'zero' | 'one'

/** Weights by name, with the way they start; `carried` are the running statistics of batch norm. */
class Parts {
  readonly list: { name: string; shape: number[]; start: Start }[] = []

  add(name: string, shape: number[], start: Start): void {
    this.list.push({ name, shape, start })
  }

  linear(name: string, inputs: number, outputs: number, start: 'relu' | 'linear' = 'linear'): void {
    this.add(`${name}.weight`, [inputs, outputs], start)
    this.add(`${name}.bias`, [outputs], 'zero')
  }

  norm(name: string, width: number): void {
    this.add(`${name}.scale`, [width], 'one')
    this.add(`${name}.shift`, [width], 'zero')
  }

  /** Layers with ReLU between. */
  chain(name: string, widths: number[]): void {
    for (let i = 0; i + 1 < widths.length; i++) {
      this.linear(`${name}.${i}`, widths[i]!, widths[i + 1]!, i + 2 < widths.length ? 'relu' : 'linear')
    }
  }
}

/**
 * Fresh weights for the second stage, which trains on labels, and for scoring: no trace of the reconstruction. The
 * running statistics, if there are any, stand last ({@link carriedOf}).
 */
export function initFlows(shape: FlowsShape, seed: number): Weights {
  return fill(flowParts(shape), seed)
}

/** Names of the weights that are carried, not trained: running statistics of batch norm. */
export function carriedOf(shape: FlowsShape): string[] {
  return statisticsParts(shape).list.map(({ name }) => name)
}

/** Fresh weights that only the first stage (masked.ts) needs: the token of a hidden value and the reconstruction. */
export function initRebuild(shape: FlowsShape, seed: number): Weights {
  return fill(rebuildParts(shape), seed)
}

/** Numbers that are trained, by part: each expert, `gate`, `classifier`, `reconstruction`, and `total` of all. */
export function countParameters(shape: FlowsShape): Record<string, number> {
  const carried = new Set(carriedOf(shape))
  const counts: Record<string, number> = {}
  const count = (part: string, size: number) => (counts[part] = (counts[part] ?? 0) + size)
  for (const { name, shape: dims } of flowParts(shape).list) {
    if (!carried.has(name)) count(name.split('.')[0]!, sizeOf(dims))
  }
  for (const { shape: dims } of rebuildParts(shape).list) count('reconstruction', sizeOf(dims))
  counts['total'] = Object.values(counts).reduce((sum, size) => sum + size, 0)
  return counts
}

function flowParts(shape: FlowsShape): Parts {
  const { experts, width, classes } = shape
  const parts = new Parts()
  for (const expert of experts) expertParts(parts, expert, shape)
  if (experts.length > 1) gateParts(parts, shape)
  // A network that stands alone has the wider classifier, as published.
  parts.chain('classifier', [width, experts.length > 1 ? width : 2 * width, classes])
  parts.list.push(...statisticsParts(shape).list)
  return parts
}

function expertParts(parts: Parts, { name, columns }: FlowExpert, shape: FlowsShape): void {
  if (name === 'tabular') transformerParts(parts, columns.length, shape)
  else if (name === 'temporal') convolutionParts(parts, shape.width)
  else {
    parts.linear(`${name}.in`, columns.length, shape.width, 'relu')
    parts.chain(name, [shape.width, shape.width, shape.width])
    parts.norm(`${name}.norm`, shape.width)
  }
}

function transformerParts(parts: Parts, columns: number, { width, layers }: FlowsShape): void {
  parts.add('tabular.class', [1, width], 'token')
  parts.add('tabular.token.weight', [columns, width], 'token')
  parts.add('tabular.token.bias', [columns, width], 'token')
  for (let layer = 0; layer < layers; layer++) {
    const block = `tabular.${layer}`
    parts.norm(`${block}.attention`, width)
    for (const role of ['query', 'key', 'value', 'out']) parts.linear(`${block}.${role}`, width, width)
    parts.norm(`${block}.feed`, width)
    parts.linear(`${block}.up`, width, WIDENING * width, 'relu')
    parts.linear(`${block}.down`, WIDENING * width, width)
  }
  parts.norm('tabular.norm', width)
}

function convolutionParts(parts: Parts, width: number): void {
  let inputs = 1
  for (const [layer, outputs] of CHANNELS.entries()) {
    parts.linear(`temporal.${layer}`, KERNEL * inputs, outputs, 'relu')
    parts.norm(`temporal.${layer}.norm`, outputs)
    inputs = outputs
  }
  parts.linear('temporal.out', inputs, width)
}

function gateParts(parts: Parts, shape: FlowsShape): void {
  const { experts, width, gate } = shape
  const inputs = experts.length * width
  if (gate === 'attention') {
    parts.linear('gate.query', inputs, width)
    // No bias: the same for every expert, it would vanish in the softmax.
    parts.add('gate.key.weight', [width, width], 'linear')
  } else if (gate === 'hierarchical') {
    const groups = groupsOf(experts)
    parts.chain('gate', [inputs, ...GATE, groups.length])
    for (const [i, group] of groups.entries()) {
      if (group.length > 1) parts.chain(`gate.group${i}`, [group.length * width, GATE[1]!, group.length])
    }
  } else parts.chain('gate', [inputs, ...GATE, experts.length])
}

function statisticsParts({ experts }: FlowsShape): Parts {
  const parts = new Parts()
  if (!experts.some(({ name }) => name === 'temporal')) return parts
  for (const [layer, outputs] of CHANNELS.entries()) {
    parts.add(`temporal.${layer}.mean`, [outputs], 'zero')
    parts.add(`temporal.${layer}.variance`, [outputs], 'one')
  }
  return parts
}

function rebuildParts({ experts, width }: FlowsShape): Parts {
  const parts = new Parts()
  const tabular = experts.find(({ name }) => name === 'tabular')
  if (!tabular) return parts
  parts.add('rebuild.hidden', [1, width], 'token')
  parts.linear('rebuild', width, tabular.columns.length)
  return parts
}

function fill({ list }: Parts, seed: number): Weights {
  return Object.fromEntries(
    list.map(({ name, shape, start }) => {
      const data = new Float32Array(sizeOf(shape))
      const next = normal(random(mixSeed(seed, 'flows', name)))
      const spread = deviation(start, shape)
      for (let i = 0; i < data.length; i++) data[i] = start === 'one' ? 1 : spread === 0 ? 0 : next() * spread
      return [name, { shape, data }]
    }),
  )
}

function deviation(start: Start, shape: number[]): number {
  const [inputs = 1, outputs = 1] = shape
  if (start === 'relu') return Math.sqrt(2 / inputs)
  if (start === 'linear') return Math.sqrt(2 / (inputs + outputs))
  return start === 'token' ? Math.sqrt(1 / outputs) : 0
}

const sizeOf = (shape: number[]) => shape.reduce((product, size) => product * size, 1)
