/** How the model does on test rows that have no twin in training. */

/** A class needs this many twin-less rows to be compared: ten give its recall to about 30 points. */
const ENOUGH = 10

/**
 * Mean recall over the classes with enough twin-less rows: on all rows, and on the twin-less ones only.
 * Both null unless at least two classes, one of them benign (0), can be compared.
 */
export function unseenRecall(
  truth: Uint8Array,
  predicted: Uint8Array,
  twin: Uint8Array,
  classes: number,
): { recallAll: number | null; recallUnseen: number | null } {
  const counts = Array.from({ length: classes }, () => ({ all: 0, allRight: 0, unseen: 0, unseenRight: 0 }))
  for (let row = 0; row < truth.length; row++) {
    const count = counts[truth[row]!]!
    const right = truth[row] === predicted[row] ? 1 : 0
    count.all++
    count.allRight += right
    if (twin[row] === 1) continue
    count.unseen++
    count.unseenRight += right
  }
  const judged = counts.filter((count) => count.unseen >= ENOUGH)
  if (judged.length < 2 || (counts[0]?.unseen ?? 0) < ENOUGH) return { recallAll: null, recallUnseen: null }
  const mean = (rate: (count: (typeof counts)[0]) => number) =>
    judged.reduce((sum, count) => sum + rate(count), 0) / judged.length
  return {
    recallAll: mean((count) => count.allRight / count.all),
    recallUnseen: mean((count) => count.unseenRight / count.unseen),
  }
}
