/** What an ailment may look at, and what it answers. One examination concerns one protocol of one run. */
import type { Ailment, Baseline, Clearance, Metrics, Regime } from '../../../preload/contract/evaluation.ts'
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import type { SettingsOf } from '../../../preload/contract/models.ts'
import type { Drift } from '../../training/systems/drift.ts'
import type { Mixing } from '../mixing.ts'
import type { ExpertFacts } from '../panel.ts'

export type Kind = Ailment['kind']
export type Cleared = ReturnType<typeof Clearance.parse>
export type TrainRegime = ReturnType<typeof Regime.parse>

/** What is known about test rows with an exact twin in training. */
export interface TwinFacts {
  twins: number
  rows: number
  /** Mean recall over classes with enough twin-less rows: on all rows, and on the twin-less ones. null: too few. */
  recallAll: number | null
  recallUnseen: number | null
}

export interface Examination {
  /** Index 0 is benign. */
  classes: string[]
  /** Of the strategy that the config chose. */
  metrics: Metrics
  train: TrainRegime
  test: TrainRegime
  /** Of a panel, one per class; of a joint system none. */
  experts: ExpertFacts[]
  /** Of a joint system; null for a panel. */
  mixing: Mixing | null
  /** Rows for which the gate ranks each expert first. */
  load: number[]
  /** Of the regime that trained this protocol's model. */
  losses: LossPoint[]
  twins: TwinFacts
  singleFeature: Baseline | null
  /** The same system without identifiers; null where none is among the features. */
  withoutIdentifiers: Baseline | null
  /** How the experts of a panel were trained; null where there is no panel. */
  expertTraining: SettingsOf<'S1'>['experts'] | null
  /** How far the weights went in training, where the system kept it. */
  drift: Drift | null
}

/** Ailments found, or the one line that says with which numbers it was looked for in vain. Empty: not to be asked here. */
export type Findings = Ailment[] | Cleared
export type Examiner = (examination: Examination) => Findings
