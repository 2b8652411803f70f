/**
 * Too few positives: classes with so few rows that their numbers are mostly chance.
 * With n rows the recall is known to about +-1/sqrt(n) (95 %): +-18 points at 30 rows, +-45 at 5. Severe when a class is
 * below 5 rows, or when no attack class reaches 30: then nothing that is said of attacks rests on enough events.
 */
import { count, listing } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

const WARNING = 30
const SEVERE = 5

export function tooFewPositives(e: Examination): Findings {
  const kind = 'too-few-positives'
  const rows = e.classes.map((name, c) => ({
    name,
    train: e.train.perClass[c] ?? 0,
    test: e.test.perClass[c] ?? 0,
  }))
  const few = rows.filter((r) => Math.min(r.train, r.test) < WARNING)
  const evidence = `${(few.length === 0 ? rows : few)
    .map((r) => `${r.name}: ${count(r.train)} in training, ${count(r.test)} in test`)
    .join('; ')}.`
  if (few.length === 0) return { kind, evidence }
  const attacks = rows.slice(1)
  const everyAttack = attacks.length > 0 && attacks.every((r) => few.includes(r))
  const severe = everyAttack || few.some((r) => Math.min(r.train, r.test) < SEVERE)
  return [
    {
      kind,
      severity: severe ? 'severe' : 'warning',
      subject: few.map((r) => r.name).join(', '),
      finding: `Too few events to judge: ${listing(few.map((r) => r.name))}.`,
      evidence,
      why: `A recall measured on fewer than ${WARNING} events is uncertain by 18 points or more either way, and every class weighs the same in macro F1.`,
      advice:
        'Import more captures, widen the labeling window if the sweep allows it, keep fewer classes (top), or class by tactic instead of technique.',
    },
  ]
}
