/**
 * How strongly a row speaks for each class: one score, used for every ROC and PR number and curve.
 *
 * Score of class c = log(v_c) - log(max of v over the other classes), where v is what the decision compares
 * (gate x expert for the mixture). It is above 0 exactly where c wins among all experts, is monotone in v_c / max(v_other), and
 * does not saturate as a share would. The score of "attack" is the benign score with its sign turned: the best
 * attack class against benign. A row for which every v is 0 (or NaN) is given to benign: nothing
 * in it speaks for an attack.
 */

/** @param values rows x classes, row-major, >= 0. Returns scores of the same shape; may be +-Infinity, never NaN. */
export function contest(values: Float32Array | Float64Array, rows: number, classes: number): Float64Array {
  const scores = new Float64Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    const base = row * classes
    let first = 0
    let second = 0
    let best = -1
    for (let c = 0; c < classes; c++) {
      const value = values[base + c]!
      if (value > first) {
        second = first
        first = value
        best = c
      } else if (value > second) second = value
    }
    for (let c = 0; c < classes; c++) {
      if (best < 0) scores[base + c] = c === 0 ? Infinity : -Infinity
      else scores[base + c] = difference(values[base + c]!, c === best ? second : first)
    }
  }
  return scores
}

function difference(own: number, other: number): number {
  if (!(own > 0)) return -Infinity
  return other > 0 ? Math.log(own) - Math.log(other) : Infinity
}
