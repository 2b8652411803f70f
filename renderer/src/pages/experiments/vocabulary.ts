/** Every setting of every system by its name in the config: what it is called, what it may be. Systems list those they have. */

export type FieldSpec =
  | { kind: 'number'; label: string; hint?: string; min: number; max: number; step?: number }
  | { kind: 'numbers'; label: string }
  | { kind: 'choice' | 'select'; label: string; options: readonly { value: string; label: string }[] }
  | { kind: 'switch'; label: string; hint: string }

const epochs = (label: string, min = 1): FieldSpec => ({ kind: 'number', label, min, max: 1000 })

export const VOCABULARY = {
  learner: {
    kind: 'choice',
    label: 'Experts and gate',
    options: [
      { value: 'networks', label: 'Networks' },
      { value: 'trees', label: 'Boosted trees' },
    ],
  },
  experts: {
    kind: 'choice',
    label: 'Expert training',
    options: [
      { value: 'one-vs-rest', label: 'One-vs-rest' },
      { value: 'one-class', label: 'One-class (as published)' },
    ],
  },
  gating: {
    kind: 'choice',
    label: 'Gating',
    options: [
      { value: 'top-1', label: 'Top-1' },
      { value: 'top-k', label: 'Top-k' },
      { value: 'threshold', label: 'Threshold' },
    ],
  },
  gate: {
    kind: 'select',
    label: 'Gate',
    options: [
      { value: 'soft', label: 'Soft: a weight for every expert (as published)' },
      { value: 'top-k', label: 'Sparse: the first k experts only' },
      { value: 'attention', label: 'Attention' },
      { value: 'hierarchical', label: 'Hierarchical: groups, then experts' },
    ],
  },
  loss: {
    kind: 'select',
    label: 'Loss',
    options: [
      { value: 'softmax', label: 'Softmax over one output (as published)' },
      { value: 'binary', label: 'Binary cross entropy' },
    ],
  },
  optimizer: {
    kind: 'choice',
    label: 'Optimizer',
    options: [
      { value: 'sgd', label: 'Gradient descent' },
      { value: 'adam', label: 'Adam' },
    ],
  },
  classWeights: {
    kind: 'choice',
    label: 'Class weights',
    options: [
      { value: 'none', label: 'None' },
      { value: 'balanced', label: 'Balanced' },
    ],
  },
  density: {
    kind: 'choice',
    label: 'What is known of benign',
    options: [
      { value: 'mixture', label: 'Gaussian mixture' },
      { value: 'nearest', label: 'Nearest event' },
    ],
  },
  covariance: {
    kind: 'select',
    label: 'Covariance',
    options: [
      { value: 'auto', label: 'Full up to 16 features, diagonal beyond' },
      { value: 'full', label: 'Full' },
      { value: 'diagonal', label: 'Diagonal' },
    ],
  },
  k: { kind: 'number', label: 'k', min: 1, max: 64 },
  threshold: { kind: 'number', label: 'Threshold', min: 0, max: 1, step: 0.05 },
  rounds: epochs('Rounds, at most'),
  epochs: epochs('Epochs'),
  expertEpochs: epochs('Expert epochs'),
  gateEpochs: epochs('Gate epochs'),
  pretrainEpochs: epochs('Masked epochs', 0),
  batchSize: { kind: 'number', label: 'Batch size', min: 1, max: 65_536 },
  learningRate: { kind: 'number', label: 'Learning rate', min: 1e-6, max: 1, step: 0.0001 },
  weightDecay: { kind: 'number', label: 'Weight decay', min: 0, max: 1, step: 0.0001 },
  dropout: { kind: 'number', label: 'Dropout', min: 0, max: 0.9, step: 0.05 },
  layers: { kind: 'number', label: 'Blocks', min: 1, max: 12 },
  hidden: { kind: 'numbers', label: 'Hidden layers' },
  components: { kind: 'numbers', label: 'Components to try' },
  falseAlarms: {
    kind: 'number',
    label: 'False alarms allowed',
    hint: 'Share of benign validation events',
    min: 0.0001,
    max: 0.49,
    step: 0.005,
  },
  novelty: {
    kind: 'switch',
    label: 'An expert for the unknown',
    hint: 'Learns benign only; objects where the panel says benign',
  },
} as const satisfies Record<string, FieldSpec>

export type FieldName = keyof typeof VOCABULARY
