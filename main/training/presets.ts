/** Ready configs, one per published way of doing it, and variants worth comparing. */
import { ExperimentConfig, type ExperimentInput } from '../../preload/contract/experiment.ts'
import { Problem } from '../../preload/contract/problem.ts'

export interface Preset {
  /** What a person types and clicks on. */
  name: string
  note: string
  config: ExperimentConfig
}

type Input = Omit<ExperimentInput, 'name'>

/** Trained and tested on classes as they were captured: one protocol, nothing left out. */
const asCaptured = { protocols: ['E1'], sampling: { benignShare: null } } satisfies Input
/** Flows: numbers only, 80 of 100 to train on as published. */
const flows = {
  ...asCaptured,
  features: { categorical: false, codes: 'numbers', rateWindows: [] },
  split: { train: 0.8, validation: 0.05 },
  sampling: { benignShare: null, maxRows: 250_000 },
} satisfies Input
/**
 * BETH: its seven features, process and thread numbers among them, because published so; its test split, imported last, is
 * tested on as it is.
 */
const beth = {
  ...asCaptured,
  split: { by: 'source' },
  features: {
    columns: [
      'processId',
      'threadId',
      'parentProcessId',
      'userId',
      'mountNamespace',
      'argsNum',
      'returnValue',
    ],
    identifiers: true,
    users: true,
    numbers: 'plain',
    codes: 'numbers',
    rateWindows: [],
  },
} satisfies Input
const s2 = { system: 'S2' as const }

const inputs: { name: string; note: string; config: Input }[] = [
  {
    name: 'S1, one-vs-rest',
    note: 'Five experts and a gate; each expert learns its class against all other rows. The three protocols E1, E2, E3.',
    config: {},
  },
  {
    name: 'S1, as published',
    note: 'Each expert sees rows of its own class only, with targets all 1, as the published code did: it can only say yes, and the gate does all the work. The report shows it.',
    config: { model: { experts: 'one-class' } },
  },
  {
    name: 'S1, boosted trees',
    note: 'Flows: experts and gate are boosted trees instead of networks; of the two experts that the gate ranks highest, the better product decides. The mixture to hold against boosted trees alone.',
    config: { ...flows, model: { learner: 'trees', gating: 'top-k' } },
  },
  {
    name: 'S1, split by time',
    note: 'Trained strictly before it is tested: closer to use, and harder than the published random split.',
    config: { split: { by: 'time' } },
  },
  {
    name: 'S2, as published',
    note: 'Flows: an FT-Transformer on what a flow is made of, a convolutional network on its times, and a soft gate; masked features first, then end to end. Minutes to an hour on a processor.',
    config: { ...flows, model: s2 },
  },
  {
    name: 'S2, transformer alone',
    note: 'The FT-Transformer on every column, without experts or gate: what the mixture must beat.',
    config: { ...flows, model: { ...s2, experts: ['tabular'], layers: 4 } },
  },
  {
    name: 'S2, sparse gate',
    note: 'One expert speaks for each event, the one that the gate ranks first (top-k, k = 1).',
    config: { ...flows, model: { ...s2, gate: 'top-k', k: 1 } },
  },
  {
    name: 'S2, attention gate',
    note: 'The gate asks each expert with a query made of all of them.',
    config: { ...flows, model: { ...s2, gate: 'attention' } },
  },
  {
    name: 'S2, four experts',
    note: 'Two more experts, for protocol and for statistics, under a gate of two levels.',
    config: {
      ...flows,
      model: { ...s2, experts: ['tabular', 'temporal', 'protocol', 'statistics'], gate: 'hierarchical' },
    },
  },
  {
    name: 'S2, cross-capture',
    note: 'As published, but tested on the capture that was imported last, of which no row was trained on.',
    config: { ...flows, split: { ...flows.split, by: 'source' }, model: s2 },
  },
  {
    name: 'S3, as published',
    note: 'BETH: one network with one output, trained with a loss that is always 0. It learns nothing, and the evaluation says why. Its answers are those of the first draw: of 60 seeds 17 call nearly every event benign and 18 nearly every one an attack; this seed is one of the first kind, as the published run was.',
    config: { ...beth, seed: 26, model: { system: 'S3' } },
  },
  {
    name: 'S3, repaired',
    note: 'BETH: the same network with binary cross entropy, both classes weighing the same, Adam and batches.',
    config: {
      ...beth,
      model: {
        system: 'S3',
        loss: 'binary',
        optimizer: 'adam',
        batchSize: 128,
        classWeights: 'balanced',
      },
    },
  },
  {
    name: 'Quick look',
    note: 'Few epochs on at most 20,000 rows: whether labels and features carry anything at all. Not for findings.',
    config: { sampling: { maxRows: 20_000 }, model: { expertEpochs: 3, gateEpochs: 6, hidden: [32] } },
  },
  {
    name: 'Novelty',
    note: 'One expert for the unknown: a density learned from benign events only, which calls an attack whatever is unlike them. It needs no attack to learn from; labels only test it.',
    config: {
      sampling: { benignShare: null },
      model: { system: 'novelty' },
      protocols: ['E1'],
    },
  },
  {
    name: 'S1 with an expert for the unknown',
    note: 'The panel of S1 and one more expert that knows benign only: where the panel calls an event benign and it is unlike anything benign, the answer is "unknown".',
    config: { model: { novelty: true } },
  },
]

/** Presets with every default filled in; the first one is the one to start from. */
export function presets(): Preset[] {
  return inputs.map(({ name, note, config }) => ({
    name,
    note,
    config: ExperimentConfig.parse({ ...config, name }),
  }))
}

/**
 * The preset of that name; case, spaces and commas do not matter: `s2-as-published` finds `S2, as published`.
 * @throws Problem no-such-preset
 */
export function presetNamed(name: string): Preset {
  const found = presets().find((preset) => keyOf(preset.name) === keyOf(name))
  if (found) return found
  throw new Problem('no-such-preset', `There is no preset “${name}”.`, {
    advice: `One of: ${presets()
      .map((preset) => keyOf(preset.name))
      .join(', ')}.`,
  })
}

/** `S2, as published` → `s2-as-published`. */
export function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
