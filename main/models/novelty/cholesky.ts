/** Small dense triangles, row-major, in place. */

/**
 * Replaces a symmetric positive definite matrix by its lower Cholesky factor L, A = L Lᵀ. Only the lower triangle is read.
 * @returns false where the matrix is not positive definite; it is then spoiled
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!
      if (i > j) a[i * n + j] = sum / a[j * n + j]!
      else if (sum > 0 && Number.isFinite(sum)) a[i * n + i] = Math.sqrt(sum)
      else return false
    }
    a.fill(0, i * n + i + 1, (i + 1) * n)
  }
  return true
}

/** The inverse of a lower triangle. */
export function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let column = 0; column < n; column++) {
    inverse[column * n + column] = 1 / l[column * n + column]!
    for (let i = column + 1; i < n; i++) {
      let sum = 0
      for (let k = column; k < i; k++) sum -= l[i * n + k]! * inverse[k * n + column]!
      inverse[i * n + column] = sum / l[i * n + i]!
    }
  }
  return inverse
}
