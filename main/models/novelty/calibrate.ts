/**
 * From surprise (any number that is higher for stranger rows) to a probability, by benign rows that the model did not see.
 *
 * The tail of a surprise s is the share of benign rows that surprise at least as much: (1 + how many) / (1 + all). The odds of
 * "unknown" are `falseAlarms` to that tail, so the probability is one half exactly where that share of benign rows would be
 * alarms. Above the strangest twentieth the tail is continued as an exponential with the mean excess found there
 * (peaks over threshold; Pickands, 1975, with shape 0): rows stranger than all seen still differ from each other.
 * n rows show no tail below 1 / (n + 1). Log-odds beyond what that gives are bent, towards twice as much: strangers keep their
 * order, and none is called more certain than the benign rows allow.
 */
export interface Calibration {
  /** Ascending, all different. */
  surprise: Float64Array
  /** Logarithm of the tail at each; falls strictly. */
  logTail: Float64Array
  /** Mean excess of the exponential that continues it beyond the last. */
  excess: number
  /** Share of benign rows that may be alarms. */
  falseAlarms: number
  /** Log-odds from which on they are bent. */
  bend: number
}

const TAIL_SHARE = 0.05
const TAIL_LEAST = 10
/** More would say no more. */
const KNOTS = 2048
const LEAST_BEND = 1
/** Probabilities closer to 1 than of twice this could not be told apart in 32 bits. */
const MOST_BEND = 7

/** @param surprises of benign rows that the model was not fitted on; those that are not finite are left out */
export function calibrate(surprises: Float64Array, falseAlarms: number): Calibration {
  const sorted = surprises.filter(Number.isFinite).sort()
  const n = sorted.length
  const bend = Math.min(MOST_BEND, Math.max(LEAST_BEND, Math.log(falseAlarms * (n + 1))))
  if (n === 0)
    return { surprise: Float64Array.of(0), logTail: Float64Array.of(0), excess: 1, falseAlarms, bend }
  const last = tailStart(sorted)
  const surprise: number[] = []
  const logTail: number[] = []
  const step = Math.max(1, Math.floor(n / KNOTS))
  for (let i = 0; i <= last; i += i < last ? Math.min(step, last - i) : 1) {
    if (surprise.length > 0 && !(sorted[i]! > surprise.at(-1)!)) continue
    surprise.push(sorted[i]!)
    logTail.push(Math.log((n - i + 1) / (n + 1)))
  }
  return {
    surprise: Float64Array.from(surprise),
    logTail: Float64Array.from(logTail),
    excess: meanExcess(sorted, last),
    falseAlarms,
    bend,
  }
}

/** The first place of the value at which the tail begins. */
function tailStart(sorted: Float64Array): number {
  const n = sorted.length
  const beyond = Math.min(n - 1, Math.max(TAIL_LEAST, Math.floor(n * TAIL_SHARE)))
  const value = sorted[n - 1 - beyond]!
  return sorted.findIndex((one) => one >= value)
}

/** Mean of what lies beyond; where all is equal, the spread of the rest, and 1 where there is none. */
function meanExcess(sorted: Float64Array, last: number): number {
  const value = sorted[last]!
  const beyond = sorted.filter((one) => one > value)
  const mean = beyond.reduce((sum, one) => sum + one - value, 0) / Math.max(1, beyond.length)
  if (mean > 0) return mean
  const spread = value - sorted[0]!
  return spread > 0 ? spread / 10 : 1
}

/** Logarithm of the share of benign rows that surprise at least so much; falls in s, strictly above the least seen. */
export function logTailOf({ surprise, logTail, excess }: Calibration, s: number): number {
  if (Number.isNaN(s)) return 0
  const last = surprise.length - 1
  if (s > surprise[last]!) return logTail[last]! - (s - surprise[last]!) / excess
  let [low, high] = [0, last]
  while (low < high) {
    const middle = (low + high) >> 1
    if (surprise[middle]! < s) low = middle + 1
    else high = middle
  }
  if (low === 0) return logTail[0]!
  const share = (s - surprise[low - 1]!) / (surprise[low]! - surprise[low - 1]!)
  return logTail[low - 1]! + share * (logTail[low]! - logTail[low - 1]!)
}

/** Log-odds of "unknown": 0 where the share of benign rows that are alarms is as asked; below twice the bend. */
export function logOdds(calibration: Calibration, s: number): number {
  const raw = Math.log(calibration.falseAlarms) - logTailOf(calibration, s)
  const { bend } = calibration
  return raw <= bend ? raw : 2 * bend - (bend * bend) / raw
}
