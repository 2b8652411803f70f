/** What the trainings of every system have in common: losses told as they come, progress, checkpoints, cancel. */
import type { LossPoint } from '../../../preload/contract/jobs.ts'
import type { EpochLoss, Rows, TrainPlan } from '../../engine/types.ts'
import type { Beside } from '../checkpoints.ts'
import type { RegimeName } from '../types.ts'
import type { SystemJob } from './system.ts'

/** Listens to one training. */
export interface Teller {
  onStep(done: number): void
  add(points: LossPoint[], done: number): void
}

/**
 * Makes listeners for the trainings of a regime, and collects their losses.
 * `teller` takes the name of the step, and the part of the regime's work (0 to 1) where it begins and how wide it is.
 */
export function tellers(job: Pick<SystemJob, 'report'>) {
  const losses: LossPoint[] = []
  const teller = (step: string, from: number, width: number): Teller => ({
    onStep: (done) => job.report(step, from + done * width, []),
    add: (points, done) => {
      losses.push(...points)
      job.report(step, from + done * width, points)
    },
  })
  return { losses, teller }
}

type Stage = Pick<TrainPlan, 'epochs' | 'onEpoch' | 'onStep' | 'onState' | 'resume' | 'signal'>

/**
 * The part of a plan that does not depend on the model.
 * @param what the training's name among those of the regime, for its checkpoint
 * @param networks names under which its losses are kept, one for each that the loss function gives
 * @param beside what is kept with its states
 */
export function stagePlan(
  job: Pick<SystemJob, 'regime' | 'checkpoints' | 'signal'>,
  what: string,
  epochs: number,
  networks: string[],
  teller: Teller,
  beside?: Beside,
): Stage {
  const onEpoch = (loss: EpochLoss) => teller.add(points(job.regime, networks, loss), loss.epoch / epochs)
  const kept = job.checkpoints?.stage(`${what} (${job.regime})`, epochs, beside)
  return { epochs, onEpoch, onStep: (done) => teller.onStep(done), signal: job.signal, ...kept }
}

function points(regime: RegimeName, networks: string[], loss: EpochLoss): LossPoint[] {
  return networks.map((network, i) => {
    const { train, validation } = loss.networks[i] ?? loss
    return { regime, network, epoch: loss.epoch, train, validation }
  })
}

/** `validation` for the plan, when there are rows for it. */
export function checked(x: Rows, y: Rows): Pick<TrainPlan, 'validation'> {
  return x.rows > 0 ? { validation: { x, y } } : {}
}
