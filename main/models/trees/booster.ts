/**
 * One thread's part of the training: it grows the trees of some outputs, on memory that all threads see.
 *
 * The trees of one round do not depend on each other, only on the margins after the round before. So threads
 * share a round tree by tree; whoever is free takes the next output. Which thread grows a tree changes nothing in it.
 */
import type { Rows } from '../../engine/types.ts'
import type { Binned } from './bins.ts'
import { derivatives, powers } from './derivatives.ts'
import { createGrower } from './grow.ts'
import { addTree } from './score.ts'
import type { TreeSettings } from './settings.ts'
import type { Tree } from './tree.ts'

/** Everything a thread needs; all its big arrays lie in shared memory. */
export interface Work {
  table: Binned
  labels: Uint8Array
  settings: TreeSettings
  /** Trees a round. */
  outputs: number
  /** Class after class: of output k and row r at k * rows + r. */
  margins: Float64Array
  /** Of the margins, in the same layout; see derivatives.ts. */
  powers: Float64Array
  /** Of the powers of each row; null where each output is a class against the rest, on its own. */
  sums: Float64Array | null
  validation: { x: Rows; margins: Float64Array; powers: Float64Array } | null
  /** [0]: the next output of this round that nobody has taken. */
  next: Int32Array
}

export interface Grown {
  output: number
  tree: Tree
}

export interface Booster {
  /** Grows the next tree of this round that nobody has taken; null when there is none left. */
  growNext(): Grown | null
}

export function createBooster(work: Work): Booster {
  const { table, labels, settings, outputs, validation } = work
  const { rows } = table
  const grower = createGrower(table, settings)
  const pairs = new Float64Array(2 * rows)
  const own = (data: Float64Array, output: number, count: number) =>
    data.subarray(output * count, (output + 1) * count)
  return {
    growNext() {
      const output = Atomics.add(work.next, 0, 1)
      if (output >= outputs) return null
      const worth = own(work.powers, output, rows)
      derivatives(worth, work.sums, labels, output, outputs, settings.classWeights, pairs)
      const margins = own(work.margins, output, rows)
      const tree = grower.grow(pairs, margins)
      powers(margins, worth)
      if (validation) {
        const { x } = validation
        const checked = own(validation.margins, output, x.rows)
        addTree(typed(tree), 0, x, 0, x.rows, checked, 0, 1)
        powers(checked, own(validation.powers, output, x.rows))
      }
      return { output, tree }
    },
  }
}

function typed({ feature, threshold, left, missingLeft, value }: Tree) {
  return {
    feature: Int32Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    missing: Float32Array.from(missingLeft),
    value: Float32Array.from(value),
  }
}
