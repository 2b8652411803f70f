/**
 * Which of many possible feature columns fit into the width budget.
 *
 * Every candidate has a score: numbers, rates and time of day come first; a 0/1 column counts by the entropy of its
 * share p among the training rows, -p log2 p - (1-p) log2 (1-p), so rare and near-constant ones go first when width
 * is short. A candidate that equals an earlier one on every training row (or is its exact opposite) says nothing new
 * and is left out; equality is told by two sums of random 24-bit numbers drawn per row.
 */
import { random } from '../engine/random.ts'

export interface Candidate {
  name: string
  score: number
  /** Sums of the row marks weighted by its values; null where it need not be compared. */
  print: Print | null
  /** Called with its place in the matrix, when it is kept. */
  keep(place: number): void
  /** Called when the budget left it out. */
  cut?(): void
}

export type Print = [number, number]

/** Two random marks per training row, below 2^24: sums over up to 2^29 rows are exact. */
export interface RowMarks {
  a: Float64Array
  b: Float64Array
  total: Print
}

export function rowMarks(rows: number): RowMarks {
  const next = random(0x7a11)
  const draw = () => Float64Array.from({ length: rows }, () => Math.floor(next() * 2 ** 24))
  const [a, b] = [draw(), draw()]
  const sum = (marks: Float64Array) => marks.reduce((total, mark) => total + mark, 0)
  return { a, b, total: [sum(a), sum(b)] }
}

/** Entropy in bits of a 0/1 column with share p of ones; 0 for a constant. */
export function entropy(p: number): number {
  if (p <= 0 || p >= 1) return 0
  return -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)
}

export interface Choice {
  names: string[]
  /** Candidates left out because an equal or opposite one is there. */
  twins: number
  /** Candidates left out because the matrix would become too wide. */
  overBudget: number
}

/** Keeps the best candidates, at most `width`; places follow the candidates' own order. Deterministic. */
export function choose(candidates: Candidate[], width: number, total: Print): Choice {
  const ranked = candidates.map((candidate, order) => ({ candidate, order }))
  ranked.sort((x, y) => y.candidate.score - x.candidate.score || x.order - y.order)
  const seen = new Set<string>()
  const kept: typeof ranked = []
  let twins = 0
  for (const one of ranked) {
    const { print } = one.candidate
    if (print && (seen.has(print.join()) || seen.has(opposite(print, total)))) twins++
    else if (kept.length < width) {
      kept.push(one)
      if (print) seen.add(print.join())
    } else one.candidate.cut?.()
  }
  kept.sort((x, y) => x.order - y.order)
  for (const [place, { candidate }] of kept.entries()) candidate.keep(place)
  return {
    names: kept.map(({ candidate }) => candidate.name),
    twins,
    overBudget: candidates.length - kept.length - twins,
  }
}

function opposite(print: Print, total: Print): string {
  return `${total[0] - print[0]},${total[1] - print[1]}`
}
