/**
 * The metrics again, straight from their definitions, slow and plain: every number is a filter over all rows.
 * Nothing here is shared with the code under test.
 */

export function aucByPairs(positives: number[], negatives: number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null
  let wins = 0
  for (const p of positives) for (const n of negatives) wins += p > n ? 1 : p === n ? 0.5 : 0
  return wins / (positives.length * negatives.length)
}

export function averagePrecisionByThresholds(positives: number[], negatives: number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null
  const thresholds = [...new Set([...positives, ...negatives])].sort((a, b) => b - a)
  let area = 0
  let recallBefore = 0
  for (const t of thresholds) {
    const tp = positives.filter((s) => s >= t).length
    const fp = negatives.filter((s) => s >= t).length
    const recall = tp / positives.length
    area += (recall - recallBefore) * (tp / (tp + fp))
    recallBefore = recall
  }
  return area
}

export function recallAtByThresholds(positives: number[], negatives: number[], limit: number): number {
  const thresholds = [...positives, ...negatives]
  const allowed = thresholds.filter((t) => negatives.filter((s) => s >= t).length / negatives.length <= limit)
  return Math.max(0, ...allowed.map((t) => positives.filter((s) => s >= t).length / positives.length))
}

export function rates(truth: number[], predicted: number[], c: number) {
  const tp = truth.filter((t, i) => t === c && predicted[i] === c).length
  const there = truth.filter((t) => t === c).length
  const said = predicted.filter((p) => p === c).length
  const precision = said === 0 ? null : tp / said
  const recall = there === 0 ? null : tp / there
  const f1 = there + said === 0 ? null : (2 * tp) / (there + said)
  return { precision, recall, f1, there, said }
}

/** R_K as the correlation of one-hot matrices: cov(X,Y) / sqrt(cov(X,X) cov(Y,Y)). */
export function mccByCovariance(truth: number[], predicted: number[], classes: number): number | null {
  const hot = (labels: number[]) =>
    labels.map((l) => Array.from({ length: classes }, (_, c) => Number(c === l)))
  const X = hot(truth)
  const Y = hot(predicted)
  const mean = (m: number[][], c: number) => m.reduce((s, row) => s + row[c]!, 0) / m.length
  const cov = (A: number[][], B: number[][]) => {
    let total = 0
    for (let c = 0; c < classes; c++) {
      const a = mean(A, c)
      const b = mean(B, c)
      for (let i = 0; i < A.length; i++) total += (A[i]![c]! - a) * (B[i]![c]! - b)
    }
    return total
  }
  const scale = Math.sqrt(cov(X, X) * cov(Y, Y))
  return scale < 1e-12 ? null : cov(X, Y) / scale
}

/** One row decided by sorting names, as a person would. */
export function decideRow(
  gate: number[],
  probability: number[],
  strategy: 'top-1' | 'top-k' | 'threshold',
  parameter: number,
): { predicted: number; active: number[]; silent: boolean } {
  const ranked = gate.map((g, e) => ({ g, e })).sort((a, b) => b.g - a.g || a.e - b.e)
  const passing = ranked.filter((x) => x.g > parameter)
  const active =
    strategy === 'threshold'
      ? passing.length > 0
        ? passing
        : ranked.slice(0, 1)
      : ranked.slice(0, strategy === 'top-1' ? 1 : parameter)
  const scores = active.map(({ e }) => ({ e, s: gate[e]! * probability[e]! }))
  scores.sort((a, b) => b.s - a.s || a.e - b.e)
  return {
    predicted: scores[0]?.e ?? 0,
    active: active.map((x) => x.e).sort((a, b) => a - b),
    silent: strategy === 'threshold' && passing.length === 0,
  }
}
