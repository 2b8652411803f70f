/** What can be set about boosted trees; the defaults are those of XGBoost's histogram method, plus early stopping. */
import { Problem } from '../../../preload/contract/problem.ts'

export interface TreeSettings {
  /** Rounds of boosting, at most. A round grows one tree a class; with two classes, one tree in all. */
  rounds: number
  /** Splits on the longest way from a root to a leaf. */
  depth: number
  /** Each leaf's value is multiplied by this. */
  learningRate: number
  /** L2 penalty on leaf values. */
  lambda: number
  /** Least sum of second derivatives on either side of a split. */
  minChildWeight: number
  /** Rounds without a lower validation loss after which training stops; needs validation rows. */
  patience: number
  /** How much a row of each class counts; null: all the same. */
  classWeights: readonly number[] | null
}

export const defaultSettings: TreeSettings = {
  rounds: 100,
  depth: 6,
  learningRate: 0.3,
  lambda: 1,
  minChildWeight: 1,
  patience: 10,
  classWeights: null,
}

type Field = Exclude<keyof TreeSettings, 'classWeights'>

/** [least, most, whole numbers only] */
const ranges: Record<Field, [number, number, boolean]> = {
  rounds: [1, 100_000, true],
  depth: [1, 16, true],
  learningRate: [1e-6, 10, false],
  lambda: [0, 1e9, false],
  minChildWeight: [0, 1e9, false],
  patience: [1, 100_000, true],
}

/** @throws Problem `bad-tree-settings` naming the field */
export function checkSettings(settings: TreeSettings, classes: number): void {
  for (const [field, [least, most, whole]] of Object.entries(ranges) as [
    Field,
    [number, number, boolean],
  ][]) {
    const value = settings[field]
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) continue
    throw bad(
      field,
      `${field} is ${value}; it must be ${whole ? 'a whole number ' : ''}from ${least} to ${most}.`,
    )
  }
  const weights = settings.classWeights
  if (weights === null) return
  if (weights.length !== classes || !weights.every((weight) => weight >= 0 && weight <= 1e6))
    throw bad(
      'classWeights',
      `There must be one weight from 0 to 1,000,000 for each of the ${classes} classes.`,
    )
}

function bad(field: string, message: string): Problem {
  return new Problem('bad-tree-settings', message, { where: { field } })
}
