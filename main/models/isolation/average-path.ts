/**
 * Steps of an unsuccessful search in a binary search tree of n random keys, on average: 2 H(n - 1) - 2 (n - 1) / n, with H the
 * harmonic numbers; 0 below two keys. (Liu, Ting and Zhou, 2008, after Preiss, 1999.)
 */
export function averagePath(n: number): number {
  return n < 2 ? 0 : 2 * harmonic(n - 1) - (2 * (n - 1)) / n
}

const EULER = 0.5772156649015329

/** Summed where that is short; else by its series, whose error is below 1 / (120 n⁴). */
function harmonic(n: number): number {
  if (n > 64) return Math.log(n) + EULER + 1 / (2 * n) - 1 / (12 * n * n)
  let sum = 0
  for (let i = 1; i <= n; i++) sum += 1 / i
  return sum
}
