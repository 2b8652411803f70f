/** A trained run leaves the case as a file that plain ONNX Runtime scores as Tribunal stored it. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CaseFile, openCase } from '../../../main/case/case-file.ts'
import { readNumbers, readText } from '../../../main/case/evidence/columns.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { readScores } from '../../../main/case/results/runs.ts'
import { decide, parameterOf } from '../../../main/evaluation/decide.ts'
import type { ModelCard } from '../../../main/exports/card.ts'
import { cardText } from '../../../main/exports/card-text.ts'
import type { RawColumn } from '../../../main/exports/raw-columns.ts'
import { entityTimes, trailingCounts } from '../../../main/features/rates.ts'
import { runTask } from '../../../main/jobs/run-task.ts'
import { lockLabels } from '../../../main/labeling/lock.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { open, rowsOf } from './graph.ts'

const folder = mkdtempSync(join(tmpdir(), 'exports-'))
const path = join(folder, 'case.tribunal')
const context = { progress: () => {}, signal: new AbortController().signal }
const config = ExperimentConfig.parse({
  features: { timeOfDay: true },
  model: { hidden: [12], expertEpochs: 4, gateEpochs: 12, batchSize: 32, gating: 'top-k' },
})
let c: CaseFile
let run: string

beforeAll(async () => {
  await runTask({ kind: 'practice', folder: join(folder, 'files'), events: 2000 }, path, context)
  const open = openCase(path)
  lockLabels(open, Rule.parse({ before: 60e6, after: 180e6, anchor: 'last' }))
  open.close()
  run = (await runTask({ kind: 'experiment', config }, path, context)).run
  c = openCase(path)
}, 120_000)
afterAll(() => {
  c.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Raw columns of the one capture, read as the Events page does, by the names and types that the card tells. */
function raw(card: ModelCard, events: Float64Array): Map<string, RawColumn> {
  const core = loadCore(c)
  const source = core.firstEvent.keys().next().value!
  return new Map(
    card.inputs.map(({ name, type }): [string, RawColumn] => {
      const rate = /^rate (\d+) s per (host|user)$/.exec(name)
      if (rate) {
        const entities = entityTimes(core, rate[2] as 'host' | 'user')
        return [name, { type: 'float64', data: trailingCounts(core, entities, Number(rate[1]), events) }]
      }
      if (type === 'int64') {
        const times = Array.from(events, (event) => BigInt(core.time[event]!))
        return [name, { type, data: BigInt64Array.from(times) }]
      }
      if (type === 'float64') {
        const numbers = readNumbers(c, source, name)
        return [name, { type, data: Float64Array.from(events, (event) => numbers[event]!) }]
      }
      const { codes, values } = readText(c, source, name)
      return [name, { type: 'string', data: Array.from(events, (event) => values[codes[event]!]!) }]
    }),
  )
}

test.each([
  ['imbalanced', ['E1']],
  ['balanced', ['E2', 'E3']],
] as const)('%s: the file scores raw columns as stored, one row and many', async (regime, protocols) => {
  const out = join(folder, regime)
  const answer = await runTask({ kind: 'export', run, regime, folder: out }, path, context)
  expect(readdirSync(out).toSorted()).toEqual(['model-card.json', 'model-card.md', 'model.onnx'])
  const bytes = readFileSync(join(out, 'model.onnx'))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(answer.sha256)
  expect(bytes.includes('com.microsoft') || bytes.includes('ai.onnx.ml')).toBe(false)
  const card = JSON.parse(readFileSync(join(out, 'model-card.json'), 'utf8')) as ModelCard
  expect(card.inputs.some(({ name }) => name.startsWith('rate '))).toBe(true)
  const session = await open(bytes)
  for (const protocol of protocols) {
    const stored = readScores(c, run, protocol)
    const columns = raw(card, stored.events)
    const K = stored.classes
    const { predicted } = decide(
      { ...stored, rows: stored.truth.length },
      'top-k',
      parameterOf('top-k', config.model),
    )
    for (const [from, to] of [
      [0, stored.truth.length],
      [3, 4],
      [5, 12],
    ] as const) {
      const results = await session.run(rowsOf(columns, from, to))
      const [gate, probability, scores] = card.outputs.slice(0, 3).map(({ name }) => results[name]!)
      expect(gate!.dims).toEqual([to - from, K])
      const apart = (found: unknown, expected: Float32Array) =>
        (found as Float32Array).reduce(
          (most, value, i) => Math.max(most, Math.abs(value - expected[from * K + i]!)),
          0,
        )
      expect(apart(gate!.data, stored.gate)).toBeLessThan(1e-5)
      expect(apart(probability!.data, stored.probability)).toBeLessThan(1e-5)
      expect(
        apart(
          scores!.data,
          stored.gate.map((weight, i) => weight * stored.probability[i]!),
        ),
      ).toBeLessThan(1e-5)
      const classes = results[card.outputs[3]!.name]!.data as BigInt64Array
      expect(Array.from(classes, Number)).toEqual([...predicted.subarray(from, to)])
    }
  }
  await session.release()
  expect(answer.check!.rows).toBeGreaterThan(0)
  expect(answer.check!.largestDifference).toBeLessThan(1e-5)
  const [entry] = custodyEntries(c, 0, 1000).toReversed()
  expect(JSON.stringify(entry)).toContain(answer.sha256)
})

test('the card has verdicts first, every fact, and the same bytes each time', async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  const [a] = [
    await runTask({ kind: 'export', run, folder: one }, path, context),
    await runTask({ kind: 'export', run, folder: two }, path, context),
  ]
  expect(a.regime).toBe('imbalanced')
  for (const name of readdirSync(one)) {
    expect(readFileSync(join(two, name)).equals(readFileSync(join(one, name))), name).toBe(true)
  }
  const card = JSON.parse(readFileSync(join(one, 'model-card.json'), 'utf8')) as ModelCard
  expect(Object.keys(card).indexOf('results')).toBeLessThan(Object.keys(card).indexOf('classes'))
  expect(card.results.map(({ protocol }) => protocol)).toEqual(['E1'])
  expect(card.results[0]!.verdict.length).toBeGreaterThan(10)
  expect(card.trainedOn.evidence.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
  expect(card.config).toEqual(config)
  expect(card.limits.join(' ')).toContain('Rates cannot be computed from one row')
  const text = readFileSync(join(one, 'model-card.md'), 'utf8')
  expect(text.indexOf('## Does it hold?')).toBeLessThan(text.indexOf('## Inputs'))
  for (const part of [card.results[0]!.protocol, card.hashes.model, card.hashes.runScores])
    expect(text).toContain(part)
  const hostile = { ...card, name: '<b>x</b>\n# y', classes: ['benign', '`a|b`', ...card.classes.slice(2)] }
  expect(cardText(hostile)).toContain(String.raw`\<b\>x\</b\> \# y`)
  expect(cardText(hostile)).toContain('`` `a\\|b` ``')
})

test('what cannot be exported is said, and nothing is written', async () => {
  const out = join(folder, 'none')
  const ask = (run: string, folder = out) => runTask({ kind: 'export', run, folder }, path, context)
  await expect(ask('run-99')).rejects.toMatchObject({ code: 'no-such-run' })
  expect(existsSync(out)).toBe(false)
  writeFileSync(join(folder, 'file'), '')
  await expect(ask(run, join(folder, 'file'))).rejects.toMatchObject({ code: 'export-not-saved' })
  const scores = c.db.prepare<[], { gate: Buffer }>("SELECT gate FROM scores WHERE protocol = 'E1'").get()!
  c.db.exec("UPDATE scores SET gate = probability WHERE protocol = 'E1'")
  await expect(ask(run)).rejects.toMatchObject({ code: 'export-differs' })
  c.db.prepare("UPDATE scores SET gate = ? WHERE protocol = 'E1'").run(scores.gate)
  expect(existsSync(out)).toBe(false)
})
