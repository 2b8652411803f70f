/** The names of the protocols: what the model was trained on, and what it was asked. */
import type { ExperimentConfig, ProtocolId } from '../../preload/contract/experiment.ts'

const TITLES: Record<ProtocolId, string> = {
  E1: 'Trained imbalanced, tested imbalanced',
  E2: 'Trained balanced, tested balanced',
  E3: 'Trained balanced, tested realistic',
}

/** E1 keeps classes as they were captured where the config leaves no benign event out. */
export function titleOf(id: ProtocolId, { sampling }: Pick<ExperimentConfig, 'sampling'>): string {
  return id === 'E1' && sampling.benignShare === null ? 'Trained and tested as captured' : TITLES[id]
}
