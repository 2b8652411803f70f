/** Rows of a table copied in the order in which a training takes them, so that a step finds its own side by side. */
import type { Rows } from '../types.ts'

/**
 * Copies the rows of these numbers to `to`, one after the other from its beginning; of each row `width` numbers from column `first` on. Eight
 * numbers at a time, as whole numbers: a call for each row would take longer than its numbers, and so would making doubles of them.
 */
export function takeRows(
  { data, columns }: Rows,
  order: Int32Array,
  to: Float32Array,
  first = 0,
  width = columns,
): void {
  const source = wordsOf(data)
  const target = wordsOf(to)
  const eights = width & -8
  for (let i = 0, at = 0; i < order.length; i++) {
    let from = order[i]! * columns + first
    const end = from + width
    for (const last = from + eights; from < last; from += 8, at += 8) {
      target[at] = source[from]!
      target[at + 1] = source[from + 1]!
      target[at + 2] = source[from + 2]!
      target[at + 3] = source[from + 3]!
      target[at + 4] = source[from + 4]!
      target[at + 5] = source[from + 5]!
      target[at + 6] = source[from + 6]!
      target[at + 7] = source[from + 7]!
    }
    while (from < end) target[at++] = source[from++]!
  }
}

const wordsOf = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length)
