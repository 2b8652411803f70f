/** The names of the three protocols: what the model was trained on, and what it was asked. */
import type { ProtocolId } from '../../preload/contract/experiment.ts'

export const PROTOCOL_TITLES: Record<ProtocolId, string> = {
  E1: 'Trained imbalanced, tested imbalanced',
  E2: 'Trained balanced, tested balanced',
  E3: 'Trained balanced, tested realistic',
}
