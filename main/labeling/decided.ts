/** Takes the events that people decided out of the alerts' hands, and counts what they became. */
import { APART, DROPPED } from '../case/label-sets.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { AlertClasses } from './alert-classes.ts'
import type { LabelIndex } from './label-index.ts'
import { standingVerdicts } from './verdicts.ts'

const BENIGN = 0

export interface Decided {
  events: number
  malicious: number
  unsure: number
  /** Of the decided ones, events without a time. */
  untimed: number
  /** Events that verdicts give to each class. */
  perClass: Int32Array
  /** What each became: a class, or with -1 for it the label itself. */
  labels: { event: number; of: number; label: number }[]
  /** Per event 1 where a verdict decides; null when none does. */
  mask: Uint8Array | null
}

/** Of a rule that counts no verdicts. */
export const NONE_DECIDED: Decided = {
  events: 0,
  malicious: 0,
  unsure: 0,
  untimed: 0,
  perClass: new Int32Array(),
  labels: [],
  mask: null,
}

/** Drops the claims of alerts on decided events from `index.claims`. */
export function decide(index: LabelIndex, rule: Rule, classes: AlertClasses): Decided {
  const found: Decided = { ...NONE_DECIDED, perClass: new Int32Array(classes.names.length), labels: [] }
  for (const { event, verdict, class: name } of standingVerdicts(index.verdicts, rule.verdicts).values()) {
    if (event >= index.core.count) continue
    found.mask ??= new Uint8Array(index.core.count)
    found.mask[event] = 1
    found.events++
    if (Number.isNaN(index.core.time[event]!)) found.untimed++
    index.claims.nearest[event] = -1
    index.claims.mixed[event] = 0
    if (verdict === 'malicious') {
      const of = name === null ? -1 : classes.names.indexOf(name)
      found.malicious++
      if (of >= 0) found.perClass[of]! += 1
      found.labels.push({ event, of, label: APART })
    } else if (verdict === 'unsure') {
      found.unsure++
      found.labels.push({ event, of: -1, label: DROPPED })
    } else found.labels.push({ event, of: -1, label: BENIGN })
  }
  return found
}
