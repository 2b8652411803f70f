/**
 * What a system is: it trains one regime, and it scores rows with what it trained. Everything around it (data set,
 * split, protocols, baselines, evaluation, storing, verifying) is the same for all.
 *
 * Scores have one shape. In a *panel* expert e speaks for class e, and a gating strategy decides afterwards who is
 * heard. In a *joint* system experts are mixed inside the network: it gives one probability per class, and the gate's
 * weights tell how much each expert had to do with it.
 */
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import type { SettingsOf, SystemId } from '../../../preload/contract/models.ts'
import type { StoredScores } from '../../case/results/runs.ts'
import type { ScoreMemory } from '../../engine/scoring/memory.ts'
import type { Engine, Rows, Weights } from '../../engine/types.ts'
import { pickRows, type FeatureMatrix } from '../../features/matrix.ts'
import type { Stages } from '../checkpoints.ts'
import type { RegimeName } from '../types.ts'

/** One trained part: what the case stores under its name. */
export interface Network {
  name: string
  weights: Weights
  /** Plain JSON, all that scoring needs beside the weights. */
  meta: unknown
}

/** What a system says about rows. */
export interface SystemScores {
  rows: number
  /** C, classes. */
  classes: number
  /** Names of the E experts; in a panel those of the classes. */
  experts: string[]
  form: StoredScores['form']
  /** rows x E, 0 to 1. */
  gate: Float32Array
  /** 0 to 1; panel: rows x E, sigmoid of each expert; joint: rows x C, probability of each class. */
  probability: Float32Array
}

export interface SystemJob<S extends SystemId = SystemId> {
  engine: Engine
  regime: RegimeName
  matrix: FeatureMatrix
  /** Class per row of the matrix. */
  labels: Uint8Array
  classes: string[]
  /** Rows of the matrix. */
  rows: { train: Int32Array; validation: Int32Array }
  model: SettingsOf<S>
  seed: number
  /** Share of this regime's work done (0 to 1), with the losses that are new since the last call. */
  report(step: string, fraction: number, losses: LossPoint[]): void
  checkpoints?: Stages | undefined
  signal: AbortSignal
}

export interface TrainedSystem {
  networks: Network[]
  losses: LossPoint[]
}

export interface ScoringJob {
  engine: Engine
  /** Those of one regime, with meta; others beside them do no harm. */
  networks: readonly Network[]
  x: Rows
  classes: string[]
  /** Where scores may lie that are done with before the next scoring with the same memory; in new memory when left out. */
  memory?: ScoreMemory
  signal: AbortSignal
}

export interface System<S extends SystemId = SystemId> {
  id: S
  /** Rejects with the signal's reason when aborted. */
  train(job: SystemJob<S>): Promise<TrainedSystem>
  score(job: ScoringJob): Promise<SystemScores>
}

/** Rows of the matrix with their classes. */
export interface Table {
  x: Rows
  labels: Uint8Array
}

/** The rows of a job's part. */
export function tableOf(job: Pick<SystemJob, 'matrix' | 'labels'>, rows: Int32Array): Table {
  return { x: pickRows(job.matrix, rows), labels: Uint8Array.from(rows, (row) => job.labels[row] ?? 0) }
}

/** The part of that name; a system's own code never asks in vain. */
export function networkOf(networks: readonly Network[], name: string): Network {
  const found = networks.find((network) => network.name === name)
  if (!found) throw new Error(`There is no trained ${name} to score with`)
  return found
}
