/** Locks a rule: stores it with the labels that it gives, each with its hash, so that both can be made and checked again. */
import { listAlerts } from '../case/alerts.ts'
import type { CaseFile } from '../case/case-file.ts'
import { loadCore, type EventCore } from '../case/evidence/core.ts'
import { hashLabels, saveLabelSet } from '../case/label-sets.ts'
import { listSources } from '../case/evidence/sources.ts'
import { listVerdicts } from '../case/verdicts.ts'
import { isColumnRule, type LabelSet, type Rule } from '../../preload/contract/labeling.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { applyRule } from './apply-rule.ts'
import { remakeColumn } from './column.ts'
import { buildIndex, type IndexExtras, type LabelIndex } from './label-index.ts'
import { ruleHash, tidyRule } from './rule.ts'

export { ruleHash } from './rule.ts'

/** `technique, -60 s to +300 s`; what a label set is called when nobody names it. */
function ruleName(rule: Rule): string {
  const seconds = (micros: number) => `${micros / 1_000_000} s`
  return `${rule.classBy}, -${seconds(rule.before)} to +${seconds(rule.after)}`
}

/**
 * Index over everything in the case.
 * @throws Problem `no-events` or `no-alerts` when there is nothing to label, or nothing to label by
 */
export function indexCase(c: CaseFile, core: EventCore = loadCore(c)): LabelIndex {
  const alerts = listAlerts(c)
  if (core.count === 0) {
    throw new Problem('no-events', 'The case has no events to label.', {
      where: { file: c.path },
      advice: 'Import a log capture first.',
    })
  }
  if (alerts.length === 0) {
    throw new Problem('no-alerts', 'The case has no alerts to label by.', {
      where: { file: c.path },
      advice: 'Import an alert export first, or take the labels from a column of the capture.',
    })
  }
  return buildIndex(core, alerts, extrasOf(c))
}

function extrasOf(c: CaseFile): IndexExtras {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  return {
    accounts: new Map(captures.map(({ id, mapping }) => [id, mapping?.users ?? []])),
    verdicts: listVerdicts(c),
  }
}

/**
 * Applies a rule to the case and stores the result as a label set, with an entry in the custody log.
 * @param index the open case's index, where one is kept; else it is made
 * @throws Problem `no-events`, `no-alerts`
 */
export function lockLabels(
  c: CaseFile,
  rule: Rule,
  name?: string,
  index: LabelIndex = indexCase(c),
): LabelSet {
  const full = tidyRule(rule)
  const { labeling, columns } = applyRule(index, full)
  const set = { name: name?.trim() || ruleName(full), rule: full, ruleHash: ruleHash(full), labeling }
  return saveLabelSet(c, { ...set, labelsHash: hashLabels(columns) }, columns)
}

/**
 * Makes a stored label set's labels again, from the events and alerts that were there when it was locked: later imports only
 * add events and alerts behind them.
 * @returns hash of the labels made now; equal to `set.labelsHash` when nothing was altered
 */
export function remakeLabels(c: CaseFile, set: LabelSet): { labelsHash: string; ruleHash: string } {
  if (isColumnRule(set.rule)) return remakeColumn(c, set.rule, set.labeling.events)
  const core = firstEvents(loadCore(c), set.labeling.events)
  const index = buildIndex(core, listAlerts(c).slice(0, set.labeling.alerts), extrasOf(c))
  return { labelsHash: hashLabels(applyRule(index, set.rule).columns), ruleHash: ruleHash(set.rule) }
}

function firstEvents(core: EventCore, count: number): EventCore {
  const users = core.users.map(({ codes, values }) => ({ codes: codes.subarray(0, count), values }))
  const host = { ...core.host, codes: core.host.codes.subarray(0, count) }
  return { ...core, count: Math.min(count, core.count), time: core.time.subarray(0, count), users, host }
}
