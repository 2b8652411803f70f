/** Whether a system's networks are small or large, which decides between processor and graphics card (engine/choose.ts). */
import type { NetworkSize } from '../engine/choice/choose.ts'
import type { ModelSettings } from '../../preload/contract/models.ts'

/** Multiplications between hidden layers, for one row, from which a network is large. */
const LARGE = 500_000

export function networkSize(model: ModelSettings): NetworkSize {
  if (!('hidden' in model)) return 'large'
  const { hidden } = model
  const products = hidden.slice(1).map((width, i) => width * hidden[i]!)
  return products.reduce((sum, product) => sum + product, 0) >= LARGE ? 'large' : 'small'
}
