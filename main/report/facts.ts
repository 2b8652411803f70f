/**
 * Everything that a report says, gathered from the case in one place. The HTML is written from it and the JSON is it,
 * so both hold the same numbers.
 */
import type { CircularityReport } from '../../preload/contract/circularity.ts'
import type { Evaluation } from '../../preload/contract/evaluation.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import type { ExperimentConfig, FeatureNote, RunSummary } from '../../preload/contract/experiment.ts'
import type { LossPoint } from '../../preload/contract/jobs.ts'
import type { LabelSet } from '../../preload/contract/labeling.ts'
import { counted } from '../../preload/figures/format.ts'
import type { CaseFile } from '../case/case-file.ts'
import { checkCustody } from '../case/custody.ts'
import { canonicalJson, sha256 } from '../case/hash.ts'
import { getLabelSet } from '../case/label-sets.ts'
import { getEvaluation, getRun, readEncoder } from '../case/results/runs.ts'
import { listSources } from '../case/evidence/sources.ts'
import { identity } from '../case/summary.ts'
import { VERSION } from '../case/version.ts'
import { circularityOf } from '../evaluation/circularity.ts'
import { describeColumns } from '../features/select.ts'
import { collapseOf } from './collapse.ts'
import type { Collapse } from './collapse.ts'

export interface ReportFacts {
  format: 'tribunal-report'
  formatVersion: 1
  title: string
  notes: string
  /** Microseconds UTC. */
  writtenAt: number
  software: { tribunal: string; node: string }
  case: { name: string; createdAt: number; practice: boolean }
  custody: { entries: number; intact: boolean; tip: string }
  evidence: Omit<Source, 'columns' | 'mapping'>[]
  labelSet: LabelSet
  run: RunSummary
  config: ExperimentConfig
  /** Whether E1 collapsed, from the evidence of this run. */
  collapse: Collapse
  evaluation: Evaluation
  losses: LossPoint[]
  /** The run beside the rule that made its labels. */
  circularity: CircularityReport
  features: {
    /** Columns of the feature matrix. */
    names: string[]
    /** Every column of the captures, used or not, and why. */
    columns: FeatureNote[]
    encoderHash: string
    /** What fitting the encoder had to say. */
    remarks: string[]
  }
}

/**
 * @param options.writtenAt microseconds; now by default
 * @throws Problem no-such-run
 */
export function gatherFacts(
  c: CaseFile,
  runId: string,
  options: { title: string; notes: string; writtenAt?: number },
): ReportFacts {
  const { summary, config, losses, features } = getRun(c, runId)
  const evaluation = getEvaluation(c, runId)
  const custody = checkCustody(c)
  const encoder = readEncoder(c, runId)
  return {
    format: 'tribunal-report',
    formatVersion: 1,
    title: options.title,
    notes: options.notes,
    writtenAt: options.writtenAt ?? Date.now() * 1000,
    software: { tribunal: VERSION, node: process.versions.node },
    case: identity(c),
    custody: { entries: custody.total, intact: custody.intact, tip: custody.tip },
    evidence: listSources(c).map(withoutColumns),
    labelSet: getLabelSet(c, summary.labelSet),
    run: summary,
    config,
    collapse: collapseOf(evaluation),
    evaluation,
    losses,
    circularity: circularityOf(c, runId),
    features: {
      names: features,
      columns: describeColumns(c, config.features),
      encoderHash: sha256(canonicalJson(encoder)),
      remarks: remarksOf(encoder),
    },
  }
}

/** Columns are told in the feature notes. */
function withoutColumns(source: Source): ReportFacts['evidence'][number] {
  const { columns, mapping, ...rest } = source
  void columns
  void mapping
  return rest
}

function remarksOf(encoder: unknown): string[] {
  if (typeof encoder !== 'object' || encoder === null) return []
  const { notes, twins, overBudget } = encoder as { notes?: unknown; twins?: unknown; overBudget?: unknown }
  const lines = Array.isArray(notes) ? notes.filter((note) => typeof note === 'string') : []
  if (typeof twins === 'number' && twins > 0) {
    lines.push(`Left out as equal to another one on every training row: ${counted(twins, 'feature column')}.`)
  }
  if (typeof overBudget === 'number' && overBudget > 0) {
    lines.push(`Left out as beyond the widest matrix allowed: ${counted(overBudget, 'feature column')}.`)
  }
  return lines
}
