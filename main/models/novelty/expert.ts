/**
 * The expert for the unknown: it learns what benign looks like, from benign rows only, and says how unlike it a row is.
 *
 * Supervised experts know the attacks they were shown. This one knows none, and so can object to any. Two ways to know benign: a Gaussian
 * mixture (minus log-density) and the nearest benign row (distance). What it says is turned into a probability by benign
 * rows that it was not fitted on (calibrate.ts): one half where a stated share of them would be alarms.
 */
import { setImmediate } from 'node:timers/promises'
import { Problem } from '../../../preload/contract/problem.ts'
import { mixSeed, permutation } from '../../engine/random.ts'
import type { Rows, Weights } from '../../engine/types.ts'
import { calibrate, logOdds } from './calibrate.ts'
import { type Candidate, chooseMixture } from './choose-mixture.ts'
import { distinctRows } from './distinct-rows.ts'
import { checkNovelty, defaultNovelty, type NoveltySettings } from './settings.ts'
import { packMixture, packNearest, packTail, unpackSurprise, unpackTail } from './stored.ts'

/** With fewer unseen benign rows a calibration would be a guess; a fifth of the others is then kept for it. */
const ENOUGH = 20
/** Numbers that a fit looks at, at most. */
const MAX_CELLS = 1_000_000
/** Milliseconds between two breaths. */
const BREATH = 50

export interface NoveltyPlan {
  /** Benign rows to learn from. */
  benign: Rows
  /** Benign rows that are kept from the fit: they choose its size and set its threshold. */
  unseen: Rows
  settings?: Partial<NoveltySettings>
  seed: number
  onProgress?(fraction: number): void
  signal?: AbortSignal
}

export interface NoveltyMeta {
  density: NoveltySettings['density']
  covariance: 'full' | 'diagonal' | null
  /** Of the mixture; 0 for nearest. */
  components: number
  /** What each size gave. */
  tried: Candidate[]
  /** Benign rows given, how many of them differ, and how many of those were looked at. */
  rows: number
  different: number
  used: number
  /** Benign rows that calibrated it. */
  calibratedOn: number
  falseAlarms: number
}

export interface TrainedNovelty {
  /** See stored.ts. */
  weights: Weights
  meta: NoveltyMeta
}

/** @throws Problem `no-benign-rows`, `bad-novelty-settings`; the signal's reason when aborted */
export async function trainNovelty(plan: NoveltyPlan): Promise<TrainedNovelty> {
  const settings = { ...defaultNovelty, ...plan.settings }
  checkNovelty(settings)
  const { fit, unseen } = apart(plan)
  const all = distinctRows(fit)
  const most = Math.max(1, Math.min(settings.maxRows, Math.floor(MAX_CELLS / Math.max(1, all.columns))))
  const used =
    all.rows <= most ? all : distinctRows(drawRows(fit, most, mixSeed(plan.seed, 'novelty', 'rows')))
  const heldOut = distinctRows(unseen)
  const breathe = async (fraction: number) => {
    plan.onProgress?.(fraction)
    await setImmediate()
    plan.signal?.throwIfAborted()
  }
  const mixed =
    settings.density === 'mixture' ? await chooseMixture(used, heldOut, settings, plan.seed, breathe) : null
  const model = mixed ? packMixture(mixed.mixture) : packNearest(used)
  const surprises = await surpriseOf(model, unseen, plan.signal)
  const weights = { ...model, ...packTail(calibrate(surprises, settings.falseAlarms)) }
  const meta: NoveltyMeta = {
    density: settings.density,
    covariance: mixed?.mixture.covariance ?? null,
    components: mixed?.mixture.components ?? 0,
    tried: mixed?.tried ?? [],
    rows: fit.rows,
    different: all.rows,
    used: used.rows,
    calibratedOn: unseen.rows,
    falseAlarms: settings.falseAlarms,
  }
  return { weights, meta }
}

/** Log-odds of "unknown" for each row: above 0 is an alarm. A row's number does not depend on the rows beside it. */
export async function scoreNovelty(weights: Weights, x: Rows, signal?: AbortSignal): Promise<Float64Array> {
  const tail = unpackTail(weights)
  const surprises = await surpriseOf(weights, x, signal)
  return surprises.map((surprise) => logOdds(tail, surprise))
}

/** How strange each row is, uncalibrated. */
export async function surpriseOf(weights: Weights, x: Rows, signal?: AbortSignal): Promise<Float64Array> {
  const surprise = unpackSurprise(weights, x.columns)
  const found = new Float64Array(x.rows)
  let breath = performance.now()
  for (let row = 0; row < x.rows; row++) {
    found[row] = surprise(x.data, row * x.columns)
    if ((row & 63) !== 0 || performance.now() - breath < BREATH) continue
    await setImmediate()
    signal?.throwIfAborted()
    breath = performance.now()
  }
  return found
}

/** Benign rows in two: to fit, and unseen. */
function apart({ benign, unseen, seed }: NoveltyPlan): { fit: Rows; unseen: Rows } {
  if (unseen.rows >= ENOUGH && benign.rows > 0) return { fit: benign, unseen }
  if (benign.rows < 2)
    throw new Problem(
      'no-benign-rows',
      `There are too few benign rows (${benign.rows}) to learn from what is known.`,
      {
        advice: 'Keep more benign events in training: set `sampling.benignShare` to null.',
      },
    )
  const order = permutation(benign.rows, mixSeed(seed, 'novelty', 'unseen'))
  const aside = Math.max(1, Math.floor(benign.rows / 5))
  return { fit: rowsAt(benign, order.subarray(aside)), unseen: rowsAt(benign, order.subarray(0, aside)) }
}

function drawRows(x: Rows, count: number, seed: number): Rows {
  return rowsAt(x, permutation(x.rows, seed).subarray(0, count).sort())
}

function rowsAt({ columns, data }: Rows, rows: Int32Array): Rows {
  const kept = new Float32Array(rows.length * columns)
  rows.forEach((row, i) => kept.set(data.subarray(row * columns, (row + 1) * columns), i * columns))
  return { rows: rows.length, columns, data: kept }
}
