/**
 * Which labels are probably wrong: confident learning (Northcutt, Jiang and Chuang, JAIR 2021).
 *
 * The confidence that a class asks for is the mean probability of that class over the events labeled so. An event whose
 * probability of some other class reaches what that class asks for, and is its highest such, is a suspect. All events are
 * ranked by normalized margin: probability of the label less that of the likeliest other class, lowest first.
 */
import type { FoldScores } from '../../case/results/fold-scores.ts'

export interface Ranked {
  /** Row indexes of the scores, most suspicious first. */
  order: Int32Array
  /** Per row: margin from -1 (surely wrong) to 1 (surely right). */
  margin: Float32Array
  /** Per row: the likeliest class other than the label. */
  likely: Uint8Array
  /** Per row: 1 for a suspect. */
  suspect: Uint8Array
  suspects: number
  /** Share of rows whose likeliest class is their label. */
  agreement: number
}

type Scores = Pick<FoldScores, 'classes' | 'labels' | 'probability' | 'events'>

/** Mean probability of each class over the rows labeled so; 1 for a class without rows, which nothing then reaches. */
export function confidences({ classes, labels, probability }: Scores): Float64Array {
  const sums = new Float64Array(classes.length)
  const counts = new Float64Array(classes.length)
  for (const [row, label] of labels.entries()) {
    sums[label]! += probability[row * classes.length + label]!
    counts[label]! += 1
  }
  return sums.map((sum, k) => (counts[k]! > 0 ? sum / counts[k]! : 1))
}

export function rankLabels(scores: Scores): Ranked {
  const { classes, labels, probability } = scores
  const width = classes.length
  const asked = confidences(scores)
  const rows = labels.length
  const margin = new Float32Array(rows)
  const likely = new Uint8Array(rows)
  const suspect = new Uint8Array(rows)
  let agree = 0
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!
    const of = (k: number): number => probability[row * width + k]!
    let other = label === 0 ? Math.min(1, width - 1) : 0
    let confident = -1
    for (let k = 0; k < width; k++) {
      if (k !== label && of(k) > of(other)) other = k
      if (of(k) >= asked[k]! && (confident < 0 || of(k) > of(confident))) confident = k
    }
    margin[row] = of(label) - of(other)
    likely[row] = other
    suspect[row] = Number(confident >= 0 && confident !== label)
    agree += Number(of(label) >= of(other))
  }
  const order = Int32Array.from(labels.keys()).sort((a, b) => margin[a]! - margin[b]! || a - b)
  const suspects = suspect.reduce((sum, one) => sum + one, 0)
  return { order, margin, likely, suspect, suspects, agreement: rows > 0 ? agree / rows : 0 }
}
