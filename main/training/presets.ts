/** Ready configs, one per published way of doing it. */
import { ExperimentConfig, type ExperimentInput } from '../../preload/contract/experiment.ts'

export interface Preset {
  name: string
  note: string
  config: ExperimentConfig
}

const inputs: { name: string; note: string; config: ExperimentInput }[] = [
  {
    name: 'S1, one-vs-rest',
    note: 'Five experts and a gate; each expert learns its class against all other rows. The three protocols E1, E2, E3.',
    config: { name: 'S1, one-vs-rest' },
  },
  {
    name: 'S1, as published',
    note: 'Each expert sees rows of its own class only, with targets all 1, as the published code did: it can only say yes, and the gate does all the work. The report shows it.',
    config: { name: 'S1, as published', model: { experts: 'one-class' } },
  },
  {
    name: 'S1, split by time',
    note: 'Trained strictly before it is tested: closer to use, and harder than the published random split.',
    config: { name: 'S1, split by time', split: { by: 'time' } },
  },
  {
    name: 'Quick look',
    note: 'Few epochs on at most 20,000 rows: whether labels and features carry anything at all. Not for findings.',
    config: {
      name: 'Quick look',
      sampling: { maxRows: 20_000 },
      model: { expertEpochs: 3, gateEpochs: 6, hidden: [32] },
    },
  },
  {
    name: 'Novelty',
    note: 'One expert for the unknown: a density learned from benign events only, which calls an attack whatever is unlike them. It needs no attack to learn from; labels only test it.',
    config: {
      name: 'Novelty',
      sampling: { benignShare: null },
      model: { system: 'novelty' },
      protocols: ['E1'],
    },
  },
  {
    name: 'S1 with an expert for the unknown',
    note: 'The panel of S1 and one more expert that knows benign only: where the panel calls an event benign and it is unlike anything benign, the answer is "unknown".',
    config: { name: 'S1 with an expert for the unknown', model: { novelty: true } },
  },
]

/** Presets with every default filled in; the first one is the one to start from. */
export function presets(): Preset[] {
  return inputs.map(({ name, note, config }) => ({ name, note, config: ExperimentConfig.parse(config) }))
}
