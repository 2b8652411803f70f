/** An experiment that was stopped goes on where it was, ends in the same weights and scores, and never fails over it. */
import { expect, test } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { modelsHash, scoresHash, toStored } from '../../../main/evaluation/hashes.ts'
import { Checkpoints } from '../../../main/training/checkpoints.ts'
import type { TrainState } from '../../../main/engine/types.ts'
import { codeVersion } from '../../../main/training/code-version.ts'
import { trainExperiment } from '../../../main/training/experiment.ts'
import type { ExperimentResult, TrainProgress } from '../../../main/training/types.ts'
import { ExperimentConfig, type ExperimentInput } from '../../../preload/contract/experiment.ts'
import { attackCase } from './attack-case.ts'

const quick = { hidden: [8], expertEpochs: 6, gateEpochs: 8, batchSize: 32 }
const config = (input: ExperimentInput = {}) => {
  const model = input.model?.system === 'S2' ? input.model : { ...quick, ...input.model }
  return ExperimentConfig.parse({ engine: 'onnxruntime-cpu', ...input, model })
}
const hashes = ({ models, protocols }: ExperimentResult) => [
  modelsHash(models),
  scoresHash(protocols.map(({ id, scored }) => toStored(id, scored))),
]
const stored = (c: CaseFile) => c.db.prepare<[], number>('SELECT count(*) FROM checkpoints').pluck().get()!

/** Trains until `stopAt` says so of a report; what was told on the way, and the result when it got that far. */
async function train(
  c: CaseFile,
  input: ExperimentInput,
  stopAt: (report: TrainProgress) => boolean = () => false,
  options: { fresh?: boolean } = {},
) {
  const stop = new AbortController()
  const checkpoints = new Checkpoints(c, options)
  const reports: TrainProgress[] = []
  const progress = (report: TrainProgress) => {
    reports.push(report)
    if (stopAt(report)) stop.abort(new Error('stopped'))
  }
  const work = trainExperiment(c, config(input), { signal: stop.signal, progress, checkpoints })
  const result = await work.catch((error: Error) => {
    if (error.message !== 'stopped') throw error
    return null
  })
  return {
    result,
    checkpoints,
    steps: reports.map((report) => report.step),
    losses: reports.flatMap((r) => r.losses ?? []),
  }
}
/** After so many epochs of the gate of the second regime. */
const inLastGate = ({ step, losses }: TrainProgress) =>
  step.startsWith('training the gate (balanced)') && (losses ?? []).some(({ epoch }) => epoch === 3)

test.each(['one-vs-rest', 'one-class'] as const)(
  '%s: stopped in the middle, it resumes exactly',
  async (experts) => {
    const c = attackCase(300)
    const input = { model: { experts } }
    const unbroken = (await train(attackCase(300), input)).result!
    const broken = await train(c, input, inLastGate)
    expect(broken.result).toBeNull()
    const again = await train(c, input)
    expect(hashes(again.result!)).toEqual(hashes(unbroken))
    expect(again.result!.losses).toEqual(unbroken.losses)
    expect(again.losses).toEqual(unbroken.losses)
    expect(again.checkpoints.resumedAt).toMatch(/^gate \(balanced\), epoch [45]$/)
    expect(again.steps.some((step) => step.includes(`, resumed at ${again.checkpoints.resumedAt}`))).toBe(
      true,
    )
    again.checkpoints.drop()
    expect(stored(c)).toBe(0)
    expect((await train(c, input)).checkpoints.resumedAt).toBeNull()
  },
)

const mixture: ExperimentInput = {
  model: { system: 'S2', tokenWidth: 8, heads: 2, layers: 1, pretrainEpochs: 1, epochs: 5, batchSize: 32 },
  protocols: ['E1'],
  baselines: [],
}

/** Stops when it tells of a loss after so many epochs of that step; by then the epochs before have been kept. */
const after = (step: string, epoch: number) => (report: TrainProgress) =>
  report.step.startsWith(step) && (report.losses ?? []).some((point) => point.epoch === epoch)

test('a mixture that is stopped resumes exactly, with the whole history of its gate', async () => {
  const historyOf = (result: ExperimentResult) =>
    (result.models.find(({ name }) => name === 'mixture')!.meta as { history: { epoch: number }[] }).history
  const unbroken = (await train(attackCase(300), mixture)).result!
  const c = attackCase(300)
  expect((await train(c, mixture, after('training the mixture', 3))).result).toBeNull()
  const { result, checkpoints } = await train(c, mixture)
  expect(checkpoints.resumedAt).toMatch(/^mixture \(imbalanced\), epoch [345]$/)
  expect(hashes(result!)).toEqual(hashes(unbroken))
  expect(historyOf(unbroken).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5])
  expect(historyOf(result!)).toEqual(historyOf(unbroken))
})

test('the training without identifiers resumes too', async () => {
  const input = { features: { identifiers: true }, protocols: ['E1' as const], baselines: [] }
  const unbroken = (await train(attackCase(300, 7, { ids: true }), input)).result!
  const c = attackCase(300, 7, { ids: true })
  let told = 0
  const inSecondGate = ({ step }: TrainProgress) =>
    step.startsWith('without identifiers: training the gate') && ++told > 4
  expect((await train(c, input, inSecondGate)).result).toBeNull()
  const { result, checkpoints } = await train(c, input)
  expect(checkpoints.resumedAt).toMatch(/^without identifiers: gate \(imbalanced\), epoch \d$/)
  expect(hashes(result!)).toEqual(hashes(unbroken))
})

test('what an earlier try told is told by the one that goes on from it', () => {
  const c = attackCase(10)
  const vector = () => new Float32Array(2)
  const state: TrainState = {
    parameters: vector(),
    first: vector(),
    second: vector(),
    step: 4,
    epoch: 2,
    row: 0,
    sums: [],
    losses: [],
    best: null,
  }
  const first = new Checkpoints(c)
  first.open('experiment', { name: 'card, then processor', trouble: 'The card failed' })
  first.stage('gate', 5).onState(() => state, 'end')
  const second = new Checkpoints(c)
  second.open('experiment', { name: 'card' })
  expect(second.told()).toMatchObject({ engine: 'card', trouble: null })
  expect(second.stage('gate', 5).resume).toEqual(state)
  expect(second.told()).toMatchObject({
    engine: 'card, then processor, then card',
    trouble: 'The card failed',
  })
  expect(second.told().seconds).toBeGreaterThan(second.earlier!.seconds)
})

test('fresh begins at the beginning, and so does any other experiment', async () => {
  const c = attackCase(300)
  await train(c, {}, inLastGate)
  for (const other of [{ seed: 1 }, { engine: 'tfjs-cpu' as const }, { features: { topValues: 2 } }]) {
    const { checkpoints } = await train(c, other, inLastGate)
    expect(checkpoints.resumedAt).toBeNull()
  }
  expect((await train(c, { seed: 1 }, inLastGate, { fresh: true })).checkpoints.resumedAt).toBeNull()
  expect((await train(c, { seed: 1 })).checkpoints.resumedAt).not.toBeNull()
})

test('a full disk fails no training; it warns and goes on', async () => {
  const c = attackCase(300)
  const unbroken = hashes((await train(attackCase(300), {})).result!)
  c.db.pragma(`max_page_count = ${String(c.db.pragma('page_count', { simple: true }))}`)
  const { result, checkpoints, steps } = await train(c, {})
  expect(hashes(result!)).toEqual(unbroken)
  expect(checkpoints.trouble).toMatch(/^No checkpoint could be saved: No space is left/)
  expect(steps.some((step) => step.includes('No space is left'))).toBe(true)
})

test('a damaged checkpoint is not gone on from; it warns and begins at the beginning', async () => {
  const c = attackCase(300)
  const unbroken = hashes((await train(attackCase(300), {})).result!)
  await train(c, {}, inLastGate)
  c.db.exec('UPDATE checkpoints SET vectors = zeroblob(40)')
  const { result, checkpoints } = await train(c, {})
  expect(hashes(result!)).toEqual(unbroken)
  expect(checkpoints.resumedAt).toBeNull()
  expect(checkpoints.trouble).toMatch(/^No checkpoint could be read: /)
})

test('the version of the code tells source, program, Node and machine', () => {
  expect(codeVersion()).toContain(process.version)
  expect(codeVersion()).toMatch(/ [0-9a-f]{16}$/)
})
