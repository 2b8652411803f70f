/**
 * How the expert for the unknown is heard in a panel (docs/decisions/0026-expert-for-the-unknown.md).
 *
 * It is the last expert, beyond those of the classes, and may object to one answer only: benign. Where the panel calls a row
 * benign and it says yes (above one half), the answer is `unknown`, an alarm without a class. It never overrules an attack that
 * the panel names, for a name says more. So it adds to attack recall and to false alarms, never to the recall of a class:
 * `unknown` is an answer and no class, has no rows of its own, and is left out of macro averages.
 */
import type { ScoredRows } from '../training/types.ts'

type Panel = Pick<ScoredRows, 'form' | 'classes' | 'experts'>

/** Whether the panel has one expert more than classes. */
export function hasUnknown({ form, classes, experts }: Panel): boolean {
  return form === 'panel' && experts.length > classes
}

/** Names of all possible answers: the classes, and the last expert where it is the one for the unknown. */
export function answersOf(scored: Panel, classes: readonly string[]): string[] {
  const names = classes.slice(0, scored.classes)
  return hasUnknown(scored) ? [...names, scored.experts.at(-1)!] : names
}

/** Whether the expert for the unknown says yes to a row. */
export function objects(
  { experts, probability }: Pick<ScoredRows, 'experts' | 'probability'>,
  row: number,
): boolean {
  return probability[(row + 1) * experts.length - 1]! > 0.5
}

/** Its log-odds for a row. */
export function oddsAt(
  { experts, probability }: Pick<ScoredRows, 'experts' | 'probability'>,
  row: number,
): number {
  const p = probability[(row + 1) * experts.length - 1]!
  return Math.log(p) - Math.log1p(-p)
}

/** The same panel with its expert for the unknown silenced. */
export function withoutObjections<T extends ScoredRows | Pick<ScoredRows, keyof Panel | 'probability'>>(
  scored: T,
): T {
  if (!hasUnknown(scored)) return scored
  const stride = scored.experts.length
  return { ...scored, probability: scored.probability.map((p, i) => (i % stride === stride - 1 ? 0 : p)) }
}
