/** The logarithmic scale of duration sliders: step 0 is nothing, step 1 a second, the last thirty days. */

export const STEPS = 120
const LEAST = 1
const MOST = 30 * 86_400

/** Nearest step of a duration in microseconds. */
export function toSlider(micros: number): number {
  const seconds = micros / 1e6
  if (seconds <= 0) return 0
  const place = Math.log(seconds / LEAST) / Math.log(MOST / LEAST)
  return Math.max(1, Math.min(STEPS, Math.round(1 + place * (STEPS - 1))))
}

const ROUND = [1, 5, 15, 60, 300, 900, 3600, 10_800, 86_400]

/** Microseconds of a step, rounded to what a person would say: 5 s, 90 s, 10 min, 3 h. */
export function fromSlider(step: number): number {
  if (step <= 0) return 0
  const seconds = LEAST * (MOST / LEAST) ** ((step - 1) / (STEPS - 1))
  const unit = ROUND.findLast((size) => seconds >= size * 8) ?? 1
  return Math.max(1, Math.round(seconds / unit) * unit) * 1e6
}
