/** Every system that can be trained, by its id. A new one is a file beside this, its settings in the contract, a line here. */
import type { ModelSettings, SystemId } from '../../../preload/contract/models.ts'
import { novelty } from './novelty.ts'
import { s1 } from './s1.ts'
import { s2 } from './s2.ts'
import { s3 } from './s3.ts'
import type { ScoringJob, System, SystemJob, SystemScores, TrainedSystem } from './system.ts'

const systems: { [S in SystemId]: System<S> } = { S1: s1, S2: s2, S3: s3, novelty }

/** Trains the system that the settings ask for. Rejects with the signal's reason when aborted. */
export function trainSystem(job: SystemJob): Promise<TrainedSystem> {
  const system = systems[job.model.system] as System
  return system.train(job)
}

/** Scores rows with what {@link trainSystem} gave, now or when it is read from a case. */
export function scoreSystem(system: ModelSettings['system'], job: ScoringJob): Promise<SystemScores> {
  return systems[system].score(job)
}
