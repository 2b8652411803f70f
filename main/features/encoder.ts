/**
 * Fits the encoder on training rows. It is plain JSON: stored with the run, it encodes any other events the same way.
 *
 * Numbers: sign(v) log(1 + |v|), unless the config wants them plain, then standardized; missing becomes 0 (the mean) with an indicator where that is
 * notable. Categories: one-hot of the frequent values, `other`, `missing`; account names inside them are hidden. Rates and time of day as in their files.
 * Which of these fit into `maxWidth` is decided in candidates.ts. Nothing of validation or test rows enters.
 */
import { Problem } from '../../preload/contract/problem.ts'
import { withoutAccounts } from './accounts.ts'
import { choose, rowMarks, type RowMarks } from './candidates.ts'
import type { EncodedColumn, Fit } from './fit.ts'
import { fitCategorical } from './fit-categories.ts'
import { fitNumeric, fitRate, fitTimeOfDay } from './fit-numbers.ts'
import { entityTimes, trailingCounts } from './rates.ts'
import { hiddenAccounts, planColumns, type ColumnPlan, type FeatureSettings } from './select.ts'
import { numbersAt, stretches, textAt, type EventTable, type Stretch } from './table.ts'

export interface Encoder {
  version: 1
  /** Training rows it was fitted on. */
  rows: number
  /** Names that are hidden inside the values of columns with `hides`, lower case. */
  accounts: string[]
  columns: EncodedColumn[]
  /** One per column of the matrix, all different. */
  names: string[]
  /** Feature columns left out: equal to another on every training row; beyond the width budget. */
  twins: number
  overBudget: number
  notes: string[]
}

/**
 * Fits an encoder on the given training events (global ids).
 * @throws Problem `no-training-rows`, `no-features`, `unknown-column`.
 */
export function fitEncoder(table: EventTable, config: FeatureSettings, events: Float64Array): Encoder {
  if (events.length === 0)
    throw new Problem('no-training-rows', 'There are no training rows to fit the features on.')
  const marks = rowMarks(events.length)
  const accounts = hiddenAccounts(table.c, config)
  const places = stretches(table, events)
  const { topValues, numbers } = config
  const fitting: Fitting = {
    table,
    places,
    rows: events.length,
    topValues,
    accounts,
    marks,
    plain: numbers === 'plain',
  }
  const plans = planColumns(table.c, config).filter((plan) => plan.used)
  const fits = [...plans.map((plan) => fitOne(plan, fitting)), ...fitDerived(table, config, events)]
  const candidates = fits.flatMap((fit) => fit.candidates)
  const choice = choose(candidates, config.maxWidth, marks.total)
  if (choice.names.length === 0) throw noFeatures()
  return {
    version: 1,
    rows: events.length,
    accounts: [...accounts].sort(),
    columns: fits.flatMap((fit) => fit.finish() ?? []),
    names: distinctNames(choice.names),
    twins: choice.twins,
    overBudget: choice.overBudget,
    notes: fits.flatMap((fit) => fit.notes),
  }
}

/** What fitting one column needs beside its plan. */
interface Fitting {
  table: EventTable
  places: Stretch[]
  rows: number
  topValues: number
  accounts: Set<string>
  marks: RowMarks
  plain: boolean
}

function fitOne(plan: ColumnPlan, fitting: Fitting): Fit {
  const { table, places, rows, topValues, accounts, marks } = fitting
  if (plan.encoding === 'numeric')
    return fitNumeric(plan.column, numbersAt(table, plan.column, places, rows), marks, fitting.plain)
  const data = textAt(table, plan.column, places, rows)
  const hides = plan.role !== 'user'
  const shown = hides ? withoutAccounts(data, accounts) : data
  return fitCategorical(plan.column, shown, { topValues, hides }, marks)
}

function fitDerived(table: EventTable, config: FeatureSettings, events: Float64Array): Fit[] {
  const fits: Fit[] = []
  if (events.every((event) => Number.isNaN(table.core.time[event]))) return timeless(config)
  if (config.rateWindows.length > 0) {
    const entities = entityTimes(table.core, config.rateEntity)
    const windows = [...new Set(config.rateWindows)]
    for (const seconds of windows)
      fits.push(fitRate(config.rateEntity, seconds, trailingCounts(table.core, entities, seconds, events)))
  }
  if (config.timeOfDay) fits.push(fitTimeOfDay())
  return fits
}

/** Without a single time there are no rates and no time of day. */
function timeless({ rateWindows, timeOfDay }: FeatureSettings): Fit[] {
  if (rateWindows.length === 0 && !timeOfDay) return []
  const notes = ['No training event has a time: event rates and the time of day are left out.']
  return [{ candidates: [], notes, finish: () => null }]
}

function noFeatures(): Problem {
  return new Problem(
    'no-features',
    'No column is left that could be a feature and differs between the training rows.',
    {
      where: { field: 'features' },
      advice:
        'Turn on numbers, categories or event rates, or name columns; the Experiments page says why each is off.',
    },
  )
}

/** Long values may shorten to the same name; later ones are numbered. */
function distinctNames(names: string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
