/**
 * The closed set of kernels that can be traced. A kernel is in this set only with a conformance case, forward and
 * gradient (test/unit/engine/conformance.test.ts checks that); any other stops the trace by its name.
 */
import type { KernelTable } from './kernel.ts'
import { binary } from './kernels-binary.ts'
import { linear } from './kernels-linear.ts'
import { panels } from './kernels-panel.ts'
import { picking } from './kernels-picking.ts'
import { reductions } from './kernels-reduction.ts'
import { shapes } from './kernels-shape.ts'
import { unary } from './kernels-unary.ts'

export const kernels: KernelTable = {
  ...unary,
  ...binary,
  ...reductions,
  ...shapes,
  ...picking,
  ...linear,
  ...panels,
}
