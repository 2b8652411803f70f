/**
 * Labels made of accounts and times can be learned again from features that tell accounts and times. Two answers to that: which columns
 * do, and whether the run finds more of what is true than the rule that made its labels.
 */
import type { z } from 'zod'
import type { CircularityReport, TellingColumn } from '../../preload/contract/circularity.ts'
import type { FeatureConfig } from '../../preload/contract/experiment.ts'
import { isColumnRule } from '../../preload/contract/labeling.ts'
import type { TruthChoice } from '../../preload/contract/labeling-sweep.ts'
import type { CaseFile } from '../case/case-file.ts'
import { getLabelSet } from '../case/label-sets.ts'
import { getRun, readScores } from '../case/results/runs.ts'
import { listVerdicts } from '../case/verdicts.ts'
import { circularColumns } from '../features/circular.ts'
import { planColumns } from '../features/select.ts'
import type { LabelIndex } from '../labeling/label-index.ts'
import { indexCase } from '../labeling/lock.ts'
import { chosenTruth } from '../labeling/sweep/measure.ts'
import { truthColumns } from '../labeling/truth/columns.ts'
import type { Truth } from '../labeling/truth/truth.ts'
import { chosenStrategy, decide, parameterOf } from './decide.ts'
import { fromStored } from './from-scores.ts'
import { ruleLift } from './rule-lift.ts'

/**
 * @param choice the truth to hold both against; undefined: the first label column of the captures, else people's verdicts
 * @param index of the open case, where one is kept; asked only where there is truth
 * @throws Problem `no-such-run`, `no-truth-column`
 */
export function circularityOf(
  c: CaseFile,
  run: string,
  choice: TruthChoice | undefined = usualTruth(c),
  index: () => LabelIndex = () => indexCase(c),
): CircularityReport {
  const { config, summary } = getRun(c, run)
  const columns = tellingColumns(c, config.features)
  const byRule = !isColumnRule(getLabelSet(c, summary.labelSet).rule)
  if (!byRule || choice === undefined) return { byRule, columns, truth: null, lifts: [] }
  const truth: Truth = chosenTruth(c, index(), choice)!
  const strategy = chosenStrategy(config.model)
  const lifts = summary.protocols.map(({ id }) => {
    const stored = readScores(c, run, id)
    const { predicted } = decide(fromStored(stored), strategy, parameterOf(strategy, config.model))
    return { protocol: id, lift: ruleLift(stored, predicted, truth) }
  })
  return { byRule, columns, truth: truth.name, lifts }
}

function usualTruth(c: CaseFile): TruthChoice | undefined {
  const column = truthColumns(c)[0]
  if (column !== undefined) return { column }
  return listVerdicts(c).length > 0 ? { verdicts: true } : undefined
}

/** Columns that a config could use, those that tell most of user or time first. */
export function tellingColumns(c: CaseFile, config: z.output<typeof FeatureConfig>): TellingColumn[] {
  const plan = planColumns(c, config).filter(({ role }) => role === 'numeric' || role === 'categorical')
  const tells = circularColumns(c, plan, config.topValues)
  return plan
    .map(({ column, role, used, reason }) => ({ column, role, used, reason, ...tells.get(column)! }))
    .toSorted((a, b) => Math.max(b.user, b.time) - Math.max(a.user, a.time))
}
