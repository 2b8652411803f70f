/** Whether events stand in order of time already, as those of nearly every log do. */

const known = new WeakMap<Float64Array, boolean>()

/** Every event has a time, and none is before the one in front of it. Looked at once for each array, which must not change. */
export function rises(time: Float64Array): boolean {
  let rising = known.get(time)
  if (rising === undefined) known.set(time, (rising = isRising(time)))
  return rising
}

function isRising(time: Float64Array): boolean {
  let last = -Infinity
  for (let i = 0; i < time.length; i++) {
    const at = time[i]!
    if (!(at >= last)) return false
    last = at
  }
  return true
}
