/**
 * Identifier feature: columns that number or name single things (process, thread, session) are among the features, and the
 * result rests on them. Where they are, the same system was trained again without them, and both are compared. What is said of the
 * ROC-AUC follows its 95 % interval: a difference that so few events can show by chance is not held against the result.
 *
 * An id says when and in which run of a program something happened, not what it was. On BETH a density over ids finds 94 % of the
 * attacks, because the attack came late and new processes have high numbers; without them it is a coin.
 */
import type { Metrics } from '../../../preload/contract/evaluation.ts'
import { decimal, percent } from '../../../preload/figures/format.ts'
import type { Examination, Findings } from './examination.ts'

/** Half of what the ROC-AUC has above a coin. */
const CARRIED = 0.5
/** Points of macro F1 that make it severe. */
const MUCH = 0.1
/** Smaller differences are within what another seed gives. */
const LITTLE = 0.02

/** Standard errors to each side of a 95 % interval. */
const WIDE = 1.96

export function identifierFeature({ metrics, withoutIdentifiers }: Examination): Findings {
  const kind = 'identifier-feature'
  if (withoutIdentifiers === null)
    return { kind, evidence: 'No column that numbers or names single things is a feature.' }
  const names = withoutIdentifiers.detail.replace('the same system, trained without ', '')
  const without = withoutIdentifiers.metrics
  const area = areaLost(metrics, without)
  const evidence = `With ${names}: ${numbers(metrics)}. Without: ${numbers(without)}.${intervalText(area)}`
  const lost = metrics.macro.f1 - without.macro.f1
  const share = area !== null && area.low > 0 ? carried(metrics, without) : 0
  if (lost < LITTLE && share < LITTLE) return { kind, evidence }
  const severe = share >= CARRIED || lost >= MUCH
  return [
    {
      kind,
      severity: severe ? 'severe' : 'warning',
      subject: names,
      finding: `${carriedText(severe, area)}: without them ${change(metrics, without)}.`,
      evidence,
      why: 'An id says in which run of a program something happened, and so when; it does not say what happened. In another capture the same numbers stand for other things, and nothing of this will be found again.',
      advice:
        'Leave identifiers out (`features.identifiers: false`) and judge by what remains; add features that say what an event did.',
    },
  ]
}

/** ROC-AUC that is gone without identifiers, with its 95 % interval; negative where it rises. */
interface Lost {
  low: number
  high: number
}

/**
 * Errors of both areas after Hanley and McNeil (1982), as if they were of different rows. They are of the same, which makes the
 * interval too wide rather than too narrow; events that come in bursts make it too narrow.
 */
function areaLost(withIds: Metrics, without: Metrics): Lost | null {
  const [own, other] = [withIds.binary.rocAuc, without.binary.rocAuc]
  if (own === null || other === null) return null
  const half = WIDE * Math.hypot(errorOf(own, withIds), errorOf(other, without))
  return { low: own - other - half, high: own - other + half }
}

function errorOf(area: number, { rows, binary }: Metrics): number {
  const attacks = Math.round(binary.prevalence * rows)
  const benign = rows - attacks
  if (attacks === 0 || benign === 0) return 0
  const square = area * area
  const variance =
    area * (1 - area) +
    (attacks - 1) * (area / (2 - area) - square) +
    (benign - 1) * ((2 * square) / (1 + area) - square)
  return Math.sqrt(Math.max(0, variance) / (attacks * benign))
}

function intervalText(area: Lost | null): string {
  return area === null
    ? ''
    : ` ROC-AUC lost without them: 95 % interval ${decimal(area.low)} to ${decimal(area.high)}.`
}

/** What is lost follows from the sign: the ranking of events, or only what they are called. */
function carriedText(severe: boolean, area: Lost | null): string {
  const much = severe ? 'the result' : 'a part of the result'
  if (area !== null && area.high < 0)
    return `Identifiers carry what events are called, not how well attacks are told from benign`
  return area !== null && area.low > 0
    ? `Identifiers carry ${much}`
    : `Identifiers carry ${much}, by what events are called`
}

/** Part of the ROC-AUC above a coin that is gone without them, 0 to 1. */
function carried(withIds: Metrics, without: Metrics): number {
  const [own, other] = [withIds.binary.rocAuc, without.binary.rocAuc]
  if (own === null || other === null || own <= 0.5) return 0
  return Math.max(0, (own - Math.max(0.5, other)) / (own - 0.5))
}

function numbers({ binary, macro }: Metrics): string {
  return `ROC-AUC ${decimal(binary.rocAuc)}, PR-AUC ${decimal(binary.prAuc)}, macro F1 ${percent(macro.f1)}, ${percent(binary.recall)} of attacks found, ${percent(binary.falsePositiveRate, 2)} false alarms`
}

function change(metrics: Metrics, without: Metrics): string {
  const [own, other] = [metrics.binary.rocAuc, without.binary.rocAuc]
  const [f1, others] = [metrics.macro.f1, without.macro.f1]
  return `ROC-AUC ${moved(own, other, decimal)} and macro F1 ${moved(f1, others, percent)}`
}

/** `falls from 0.990 to 0.620`, as it is shown; a difference that does not show is none. */
function moved(from: number | null, to: number | null, shown: (value: number | null) => string): string {
  if (shown(from) === shown(to)) return `stays at ${shown(to)}`
  const how = from === null || to === null ? 'goes' : to < from ? 'falls' : 'rises'
  return `${how} from ${shown(from)} to ${shown(to)}`
}
