/** Runs: what was trained with which config, the models, every score of the test rows, and the evaluation. */
import type { Evaluation } from '../../../preload/contract/evaluation.ts'
import type { ExperimentConfig, RunSummary } from '../../../preload/contract/experiment.ts'
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import type { CaseFile } from '../case-file.ts'
import { record } from '../custody.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { noSuchRun, runNumber, runText } from './run-id.ts'
import { insertModels } from './run-models.ts'
import type { StoredModel } from './run-models.ts'
import { insertScores } from './run-scores.ts'
import type { StoredScores } from './run-scores.ts'
import { reading, transact } from '../storage-problem.ts'

export type { StoredModel } from './run-models.ts'
export type { StoredScores } from './run-scores.ts'
export { readModels } from './run-models.ts'
export { readScores } from './run-scores.ts'

export interface RunDraft {
  summary: Omit<RunSummary, 'id' | 'createdAt'>
  config: ExperimentConfig
  losses: LossPoint[]
  featureNames: string[]
  /** How rows became numbers; plain JSON. */
  encoder: unknown
  /** Its `run` is set to the run's id when it is stored. */
  evaluation: Evaluation
  models: StoredModel[]
  scores: StoredScores[]
}

/** Stores a run, whole or not at all, with its custody entry. */
export function saveRun(c: CaseFile, run: RunDraft): RunSummary {
  const createdAt = Date.now() * 1000
  return transact(c, () => {
    const insert = c.db.prepare(
      `INSERT INTO runs (created_at, summary, config, losses, features, encoder, evaluation)
       VALUES (@createdAt, @summary, @config, @losses, @features, @encoder, @evaluation)`,
    )
    const added = insert.run({
      createdAt,
      summary: JSON.stringify(run.summary),
      config: JSON.stringify(run.config),
      losses: JSON.stringify(run.losses),
      features: JSON.stringify(run.featureNames),
      encoder: JSON.stringify(run.encoder ?? null),
      evaluation: JSON.stringify(run.evaluation),
    })
    const rowId = Number(added.lastInsertRowid)
    insertModels(c, rowId, run.models)
    insertScores(c, rowId, run.scores)
    const saved: RunSummary = { ...run.summary, id: runText(rowId), createdAt }
    const { id, name, labelSet, engine, seed, configHash, weightsHash, scoresHash } = saved
    const encoderHash = sha256(canonicalJson(JSON.parse(JSON.stringify(run.encoder ?? null))))
    const hashes = { configHash, weightsHash, scoresHash, encoderHash }
    record(c, 'run-saved', { id, name, labelSet, engine, seed, ...hashes })
    return saved
  })
}

/** Every run, oldest first. */
export function listRuns(c: CaseFile): RunSummary[] {
  const find = c.db.prepare<[], { id: number; created_at: number; summary: string }>(
    'SELECT id, created_at, summary FROM runs ORDER BY id',
  )
  return reading(c, () => find.all().map(toSummary))
}

/**
 * One run.
 * @throws Problem no-such-run, here and in everything below that takes a run's id
 */
export function getRun(
  c: CaseFile,
  id: string,
): { summary: RunSummary; config: ExperimentConfig; losses: LossPoint[]; features: string[] } {
  const row = runRow(c, id)
  return reading(c, () => ({
    summary: toSummary(row),
    config: JSON.parse(row.config) as ExperimentConfig,
    losses: JSON.parse(row.losses) as LossPoint[],
    features: JSON.parse(row.features) as string[],
  }))
}

/** Every number of a run. */
export function getEvaluation(c: CaseFile, id: string): Evaluation {
  const { evaluation } = runRow(c, id)
  return reading(c, () => ({ ...(JSON.parse(evaluation) as Evaluation), run: id }))
}

/** How rows became numbers, as it was given to {@link saveRun}. */
export function readEncoder(c: CaseFile, id: string): unknown {
  const { encoder } = runRow(c, id)
  return reading(c, () => JSON.parse(encoder) as unknown)
}

interface Row {
  id: number
  created_at: number
  summary: string
  config: string
  losses: string
  features: string
  encoder: string
  evaluation: string
}

function runRow(c: CaseFile, id: string): Row {
  const row = reading(c, () =>
    c.db.prepare<[number], Row>('SELECT * FROM runs WHERE id = ?').get(runNumber(id)),
  )
  if (row) return row
  throw noSuchRun(c, id)
}

function toSummary(row: Pick<Row, 'id' | 'created_at' | 'summary'>): RunSummary {
  const summary = JSON.parse(row.summary) as RunDraft['summary']
  return { ...summary, id: runText(row.id), createdAt: row.created_at }
}
