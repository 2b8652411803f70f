/**
 * Whether a model knows more than the rule that made its labels. Against the labels it cannot win: they are the rule. Against
 * truth, where there is any (a column of the capture, people's verdicts), both can be held to the same test events.
 */
import type { Against, RuleLift } from '../../preload/contract/circularity.ts'
import type { StoredScores } from '../case/results/runs.ts'
import type { Truth } from '../labeling/truth/truth.ts'

/** @param predicted class per test row, 0 benign */
export function ruleLift(
  stored: Pick<StoredScores, 'events' | 'truth'>,
  predicted: ArrayLike<number>,
  truth: Pick<Truth, 'events'>,
): RuleLift {
  const rows = Array.from(stored.events, (event, row) => ({ row, code: truth.events[event] ?? -1 }))
  const known = rows.filter(({ code }) => code >= 0)
  const malicious = known.filter(({ code }) => code > 0).length
  const against = (says: (row: number) => boolean): Against => {
    const called = known.filter(({ row }) => says(row))
    const right = called.filter(({ code }) => code > 0).length
    const precision = called.length > 0 ? right / called.length : null
    const recall = malicious > 0 ? right / malicious : null
    const sum = called.length + malicious
    return { called: called.length, right, precision, recall, f1: sum > 0 ? (2 * right) / sum : null }
  }
  const rule = against((row) => stored.truth[row]! > 0)
  const model = against((row) => predicted[row]! > 0)
  const lift = rule.f1 === null || model.f1 === null ? null : model.f1 - rule.f1
  return { events: known.length, malicious, rule, model, lift }
}
