/** Every system, and the boosted trees, leave the case as files that plain ONNX Runtime scores as Tribunal does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { random } from '../../../main/engine/random.ts'
import type { ModelCard } from '../../../main/exports/card.ts'
import { runTask } from '../../../main/jobs/run-task.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { ExperimentConfig, type ExperimentInput } from '../../../preload/contract/experiment.ts'
import { open } from './graph.ts'

const folder = mkdtempSync(join(tmpdir(), 'exports-systems-'))
const path = join(folder, 'case.tribunal')
const context = { progress: () => {}, signal: new AbortController().signal }

/** Flows of which sizes, durations and a service tell two kinds of attack apart; some cells are missing or infinite. */
function flows(): string {
  const next = random(11)
  const rows = Array.from({ length: 900 }, (_, row) => {
    const kind = row % 10 === 0 ? 'Scan' : row % 6 === 0 ? 'DoS' : 'BENIGN'
    const size = Math.round(next() * 900) + (kind === 'DoS' ? 60_000 : 0)
    const rate = row % 97 === 0 ? 'Infinity' : (next() * (kind === 'Scan' ? 900 : 40)).toFixed(3)
    const service = row % 31 === 0 ? '' : ['dns', 'http', 'tls', 'ssh'][Math.floor(next() * 4)]
    const flag = kind === 'Scan' ? (next() < 0.9 ? 1 : 0) : next() < 0.1 ? 1 : 0
    return [size, Math.round(next() * 5000), rate, (next() * 60).toFixed(4), service, flag, kind].join(',')
  })
  return [
    'Total Fwd Packets,Flow Duration,Flow Bytes/s,Idle Mean,service,SYN Flag Count,Label',
    ...rows,
  ].join('\n')
}

beforeAll(async () => {
  writeFileSync(join(folder, 'flows.csv'), flows())
  const c = createCase(path)
  await importCapture(c, { path: join(folder, 'flows.csv') }, context)
  lockColumn(c, { columns: ['Label'] })
  lockColumn(c, { columns: ['Label'], binary: true })
  c.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const small = { epochs: 1, pretrainEpochs: 1, tokenWidth: 16, layers: 1, heads: 2, batchSize: 64 }
const all = ['tabular', 'temporal', 'protocol', 'statistics'] as const
const models: [string, string, ExperimentInput['model']][] = [
  ['S1', 'labels-1', { hidden: [8], expertEpochs: 2, gateEpochs: 3 }],
  [
    'S1 with an expert for the unknown',
    'labels-1',
    { hidden: [8], expertEpochs: 2, gateEpochs: 3, novelty: true },
  ],
  ['S1 of trees', 'labels-1', { learner: 'trees', rounds: 8 }],
  ['S2, soft gate', 'labels-1', { system: 'S2', ...small }],
  ['S2, top-k of four', 'labels-1', { system: 'S2', ...small, experts: [...all], gate: 'top-k', k: 2 }],
  ['S2, attention', 'labels-1', { system: 'S2', ...small, gate: 'attention' }],
  ['S2, hierarchical', 'labels-1', { system: 'S2', ...small, experts: [...all], gate: 'hierarchical' }],
  ['S2, one expert', 'labels-1', { system: 'S2', ...small, experts: ['tabular'] }],
  ['S3', 'labels-2', { system: 'S3', hidden: [8], loss: 'binary', epochs: 2 }],
  ['novelty, full', 'labels-1', { system: 'novelty', covariance: 'full', components: [2] }],
  ['novelty, diagonal', 'labels-2', { system: 'novelty', covariance: 'diagonal' }],
  ['novelty, nearest', 'labels-2', { system: 'novelty', density: 'nearest' }],
]

async function exported(run: string, name: string, model: 'system' | 'boosted-trees') {
  const out = join(folder, name)
  const answer = await runTask({ kind: 'export', run, folder: out, model }, path, context)
  const card = JSON.parse(readFileSync(join(out, 'model-card.json'), 'utf8')) as ModelCard
  return {
    answer,
    card,
    bytes: readFileSync(join(out, 'model.onnx')),
    text: readFileSync(join(out, 'model-card.md'), 'utf8'),
  }
}

test.each(models)('%s', async (name, labelSet, model) => {
  const config = ExperimentConfig.parse({
    labelSet,
    model,
    protocols: ['E1'],
    baselines: ['boosted-trees'],
    engine: 'onnxruntime-cpu',
  })
  const { run } = await runTask({ kind: 'experiment', config }, path, context)
  const { answer, card, bytes, text } = await exported(run, name, 'system')
  expect(answer.check!.rows).toBeGreaterThan(50)
  expect(answer.check!.largestDifference).toBeLessThan(1e-5)
  expect(bytes.includes('com.microsoft')).toBe(false)
  expect(card).toMatchObject({ model: config.model.system, run, versions: { opset: 20 } })
  expect(card.outputs.at(-1)?.name).toBe('class_index')
  expect(text).toContain(`Run ${run}, ${config.model.system}`)
  const session = await open(bytes)
  expect([...session.inputNames].sort()).toEqual(card.inputs.map((input) => input.name).sort())
  await session.release()
})

test('boosted trees, of several classes and of two', async () => {
  for (const run of ['run-1', `run-${models.findIndex(([name]) => name === 'S3') + 1}`]) {
    const { answer, card, bytes } = await exported(run, `trees ${run}`, 'boosted-trees')
    expect(answer.model).toBe('boosted-trees')
    expect(answer.check!.rows).toBeGreaterThan(50)
    expect(answer.check!.largestDifference).toBeLessThan(1e-5)
    expect(bytes.includes('ai.onnx.ml')).toBe(true)
    expect(card.results[0]).toMatchObject({ holds: null, ailments: [] })
    expect(card.outputs.map(({ name }) => name)).toEqual(['probabilities', 'class_index'])
    expect(Object.keys(card.hashes)).toContain('trees')
  }
})
