/**
 * Numbers that rest on the order of scores alone: ROC-AUC, PR-AUC, recall at a false-positive rate.
 *
 * The scores of positives and of negatives are sorted apart (typed arrays sort natively) and merged from the top.
 * Rows with equal scores enter together, as one group, so ties neither help nor harm: ROC-AUC is then the
 * Mann-Whitney statistic with ties counted half, and PR-AUC the step-wise average precision,
 * sum of (recall gained) x (precision after the group), without interpolation.
 */

/** Scores of both sides, each ascending. */
export interface Ranked {
  positives: Float64Array
  negatives: Float64Array
}

/**
 * Splits and sorts scores. NaN counts as the lowest score.
 * @param score score of a row; higher means more likely positive
 */
export function rankScores(
  rows: number,
  score: (row: number) => number,
  positive: (row: number) => boolean,
): Ranked {
  let count = 0
  for (let row = 0; row < rows; row++) if (positive(row)) count++
  const positives = new Float64Array(count)
  const negatives = new Float64Array(rows - count)
  let p = 0
  let n = 0
  for (let row = 0; row < rows; row++) {
    const value = score(row)
    const known = Number.isNaN(value) ? -Infinity : value
    if (positive(row)) positives[p++] = known
    else negatives[n++] = known
  }
  return { positives: positives.sort(), negatives: negatives.sort() }
}

/** Visits every distinct score from the highest down, with the counts of rows at or above it. */
export function descend(
  ranked: Ranked,
  visit: (truePositives: number, falsePositives: number) => void,
): void {
  const { positives, negatives } = ranked
  let p = positives.length
  let n = negatives.length
  while (p > 0 || n > 0) {
    const top = Math.max(p > 0 ? positives[p - 1]! : -Infinity, n > 0 ? negatives[n - 1]! : -Infinity)
    while (p > 0 && positives[p - 1] === top) p--
    while (n > 0 && negatives[n - 1] === top) n--
    visit(positives.length - p, negatives.length - n)
  }
}

/** Chance that a positive outranks a negative, ties half; null when either side is empty. */
export function rocAuc(ranked: Ranked): number | null {
  const pairs = ranked.positives.length * ranked.negatives.length
  if (pairs === 0) return null
  let doubled = 0
  let tpBefore = 0
  let fpBefore = 0
  descend(ranked, (tp, fp) => {
    doubled += (fp - fpBefore) * (tp + tpBefore)
    tpBefore = tp
    fpBefore = fp
  })
  return doubled / (2 * pairs)
}

/** Average precision; null when there is no positive or no negative (then it says nothing). */
export function averagePrecision(ranked: Ranked): number | null {
  const all = ranked.positives.length
  if (all === 0 || ranked.negatives.length === 0) return null
  let sum = 0
  let before = 0
  descend(ranked, (tp, fp) => {
    sum += ((tp - before) * tp) / (tp + fp)
    before = tp
  })
  return sum / all
}

/**
 * Highest recall whose false-positive rate is at most `limit`.
 * null when there are fewer than 1/limit negatives: such a rate cannot be told from zero on them.
 */
export function recallAtFpr(ranked: Ranked, limit: number): number | null {
  const positives = ranked.positives.length
  const negatives = ranked.negatives.length
  if (positives === 0 || negatives < Math.round(1 / limit)) return null
  const allowed = Math.floor(negatives * limit + 1e-9)
  let best = 0
  descend(ranked, (tp, fp) => {
    if (fp <= allowed) best = tp
  })
  return best / positives
}
