/**
 * Duplicate leakage: test rows whose features occur, number for number, among the training rows. Logs repeat
 * themselves, so a random split asks in the test what it answered in training.
 *
 * Twins alone do not prove that the result is borrowed; whether it is, shows on the rows without a twin. Mean recall
 * per class is compared there, since it does not depend on how many rows of each class remain.
 */
import { count, percent } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Fewer twins than this hardly move any number. */
const SOME = 0.05
/** From here on the test is mostly a repetition. */
const MOST = 0.5
/** A mean recall lower by this on unseen rows: a good part of the result was borrowed. */
const DROP = 0.1

export function duplicateLeakage(e: Examination): Findings {
  const kind = 'duplicate-leakage'
  const { twins, rows, recallAll, recallUnseen } = e.twins
  const share = rows === 0 ? 0 : twins / rows
  const known = recallAll !== null && recallUnseen !== null
  const compared = known
    ? ` Mean recall per class ${percent(recallAll)} on all test events, ${percent(recallUnseen)} on those without a twin.`
    : ' Too few events without a twin to tell how the model does on them.'
  const evidence = `${count(twins)} of ${count(rows)} test events (${percent(share)}) have an exact twin in training.${twins === 0 ? '' : compared}`
  if (share < SOME) return { kind, evidence }
  const borrowed = known && recallAll - recallUnseen > DROP
  const severe = borrowed || (share >= MOST && !known)
  return [
    {
      kind,
      severity: severe ? 'severe' : 'warning',
      subject: '',
      finding: borrowed
        ? `The test repeats the training: ${percent(share)} of its events were seen there with the same features, and on the others the model does clearly worse.`
        : known
          ? `${percent(share)} of the test events were seen in training with the same features; on the others the model does about as well.`
          : `The test repeats the training: ${percent(share)} of its events were seen there with the same features.`,
      evidence,
      why: 'A row that was in training measures memory, not judgment; on new events the result may be lower.',
      advice:
        'Split by time instead of at random, or add features that tell repeated events apart (rates, time of day), and compare.',
    },
  ]
}
