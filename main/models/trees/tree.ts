/** One regression tree as plain lists, while it grows; node 0 is the root, and the right child is next to the left one. */

export interface Tree {
  /** Column of the table of rows; -1 for a leaf. */
  feature: number[]
  /** Values below it go left. */
  threshold: number[]
  /** The left child; the right one is the next. 0 for a leaf. */
  left: number[]
  /** 1 where missing values go left. */
  missingLeft: number[]
  /** What a leaf adds to the margin; of an inner node, the gain of its split. Rounded to 32 bits. */
  value: number[]
}

export function emptyTree(): Tree {
  return { feature: [], threshold: [], left: [], missingLeft: [], value: [] }
}

/** Adds a leaf. @returns its place */
export function addLeaf(tree: Tree, value: number): number {
  tree.feature.push(-1)
  tree.threshold.push(0)
  tree.left.push(0)
  tree.missingLeft.push(0)
  return tree.value.push(Math.fround(value)) - 1
}
