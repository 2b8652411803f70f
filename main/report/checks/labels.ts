/** Label sets: the stored labels hashed again, and made again from events, alerts and rule. */
import { isColumnRule, type LabelSet } from '../../../preload/contract/labeling.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { hashLabels, readLabels } from '../../case/label-sets.ts'
import { remakeLabels } from '../../labeling/lock.ts'
import { same } from './check.ts'
import type { VerifyCheck } from './check.ts'

export function labelChecks(c: CaseFile, set: LabelSet): VerifyCheck[] {
  const made = remakeLabels(c, set)
  return [
    same(`${set.id} rule`, set.ruleHash, made.ruleHash),
    same(`${set.id} labels as stored`, set.labelsHash, hashLabels(readLabels(c, set.id))),
    same(
      `${set.id} labels made again from ${isColumnRule(set.rule) ? 'the column' : 'events and alerts'}`,
      set.labelsHash,
      made.labelsHash,
    ),
  ]
}
