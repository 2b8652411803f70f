/** Why an engine was taken or not, in words. */
import type { EngineInfo } from '../../../preload/contract/engines.ts'
import type { Measured } from './measure.ts'

/** A candidate and what trying it showed. */
export type Found = Measured & Pick<EngineInfo, 'name' | 'device'>

/** The fastest for small and for large networks; often the same. */
export interface Winners {
  small: Found
  large: Found
}

/** Of a candidate that gives the right numbers. */
export function reasonOf(one: Found, { small, large }: Winners, all: Found[]): string {
  if (one === small && one === large) return `The fastest that gives the right numbers${fallback(one, all)}`
  if (one === small)
    return `The fastest for small networks; for large ones ${faster(large, one, 'largeRate')}`
  if (one === large) return `The fastest for large networks; for small ones ${faster(small, one, 'rate')}`
  return `Gives the right numbers, but ${faster(small, one, 'rate')}`
}

function faster(winner: Found, one: Found, rate: 'rate' | 'largeRate'): string {
  const times = (winner[rate] ?? NaN) / (one[rate] ?? NaN)
  if (!Number.isFinite(times)) return `${winner.name} is faster`
  if (times < 1) return `it is not clearly faster than ${winner.name}, which goes first so that runs repeat`
  return `${winner.name} is ${times < 10 ? times.toFixed(1) : times.toFixed(0)} times as fast`
}

/** Where the usual engine is out, that it would be worth mending. */
function fallback(chosen: Found, all: Found[]): string {
  const usual = all.find(({ name, trouble }) => name === 'onnxruntime-cpu' && trouble !== null)
  if (!usual || usual === chosen) return ''
  return `; ${usual.name} would be faster but is out: ${usual.trouble}`
}
