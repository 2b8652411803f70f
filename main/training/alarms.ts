/** Detectors that say benign or not, among classes: an alarm is called by one attack class, the most frequent of training. */

/** A decision of benign or not as probabilities of classes: an alarm is called by one attack class. */
export function alarmShares(odds: Float64Array, classes: number, alarm: number): Float32Array {
  const probability = new Float32Array(odds.length * classes)
  odds.forEach((value, row) => {
    probability[row * classes] = 1 / (1 + Math.exp(value))
    probability[row * classes + alarm] = 1 / (1 + Math.exp(-value))
  })
  return probability
}

/** The attack class with the most training rows; the first of them, when several have. */
export function mostFrequentAttack(job: {
  labels: Uint8Array
  classes: readonly string[]
  rows: { train: Int32Array }
}): number {
  const counts = job.classes.map(() => 0)
  for (const row of job.rows.train) counts[job.labels[row]!]!++
  let most = Math.min(1, job.classes.length - 1)
  for (let c = most + 1; c < job.classes.length; c++) if (counts[c]! > counts[most]!) most = c
  return most
}
