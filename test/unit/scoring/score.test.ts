/** Stored models put to work: the same answers as in their run, on captures of any case, and refused when they were changed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parquetReadObjects } from 'hyparquet'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importCapture } from '../../../main/capture/import.ts'
import { eventPage } from '../../../main/capture/reading/page.ts'
import { select } from '../../../main/capture/reading/selection.ts'
import { createCase, openCase, type CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { custodyEntries } from '../../../main/case/custody.ts'
import { readScores } from '../../../main/case/results/runs.ts'
import { hashScoring, listScorings, readScoring } from '../../../main/case/results/scorings.ts'
import { fromStored } from '../../../main/evaluation/from-scores.ts'
import { exportEvents } from '../../../main/exports/events/export-events.ts'
import { runExperiment } from '../../../main/jobs/tasks/experiment.ts'
import { runScore } from '../../../main/jobs/tasks/score.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { verifyCase } from '../../../main/report/verify.ts'
import { answerRows } from '../../../main/scoring/answers.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { addCapture } from '../features/small-case.ts'

const quick = ExperimentConfig.parse({
  engine: 'tfjs-cpu',
  model: { hidden: [8], expertEpochs: 2, gateEpochs: 3, batchSize: 64 },
})
const context = { progress: () => undefined, signal: new AbortController().signal }
const folder = mkdtempSync(join(tmpdir(), 'tribunal-scoring-'))
const at = (name: string): string => join(folder, name)
const path = at('work.tribunal')
let run = ''
let c: CaseFile

/** Three hundred flows, a third of them attacks of two kinds, which sizes and ports give away. */
function flows(columns: string[]): string {
  const rows = Array.from({ length: 300 }, (_, row) => {
    const kind = row % 9 === 0 ? 'Scan' : row % 5 === 0 ? 'DoS' : 'BENIGN'
    const port = kind === 'Scan' ? 1000 + row : [53, 443][row % 2]
    const size = kind === 'DoS' ? 90_000 + row : (row * 37) % 991
    const values: Record<string, string | number> = {
      Timestamp: new Date(1_700_000_000_000 + row * 1000).toISOString(),
      host: `h${row % 3}`,
      'Dst Port': port ?? 0,
      'Tot Fwd Pkts': size,
      service: ['dns', 'http', 'tls'][row % 3]!,
      Label: kind,
    }
    return columns.map((name) => values[name]).join(',')
  })
  return [columns.join(','), ...rows].join('\n')
}

const all = ['Timestamp', 'host', 'Dst Port', 'Tot Fwd Pkts', 'service', 'Label']

beforeAll(async () => {
  writeFileSync(at('flows.csv'), flows(all))
  c = createCase(path)
  await importCapture(c, { path: at('flows.csv') }, context)
  lockColumn(c, { columns: ['Label'] })
  run = (await runExperiment({ kind: 'experiment', config: quick }, path, context)).run
  c.close()
  copyFileSync(path, at('before.tribunal'))
  c = openCase(path)
})
afterAll(() => {
  c.close()
  rmSync(folder, { recursive: true, force: true })
})

test('every test event of the run gets the answer that the run gave it', async () => {
  const scored = await runScore({ kind: 'score', run: run, regime: 'balanced' }, path, context)
  const core = loadCore(c)
  expect(scored).toMatchObject({
    run: run,
    regime: 'balanced',
    events: core.count,
    modelCase: null,
    lacking: [],
  })
  expect(scored.byAnswer.reduce((sum, count) => sum + count, 0)).toBe(core.count)
  const columns = readScoring(c, scored.id)
  expect(hashScoring(columns)).toBe(scored.hashes.scores)
  const stored = fromStored(readScores(c, run, 'E3'))
  const gating = { strategy: scored.strategy, parameter: scored.parameter }
  const wanted = answerRows(stored, gating, scored.answers)
  stored.events.forEach((event, row) => {
    expect(columns.predicted[event]).toBe(wanted.predicted[row])
    expect(columns.attack[event]).toBeCloseTo(wanted.attack[row]!, 5)
  })
  const entry = custodyEntries(c, 0, 1000).findLast(({ action }) => action === 'events-scored')
  expect(entry?.details).toMatchObject({ id: scored.id, run: run, scoresHash: scored.hashes.scores })
})

test('the attack score is above one half exactly where an attack stands before benign', () => {
  const gate = Float32Array.from([0.9, 0.2, 0.1, 0.3, 0.8, 0.9, 0, 0, 0])
  const probability = Float32Array.from([0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 1])
  const scores = {
    rows: 3,
    classes: 3,
    experts: ['benign', 'a', 'b'],
    form: 'panel' as const,
    gate,
    probability,
  }
  const { predicted, attack } = answerRows(scores, { strategy: 'top-1', parameter: 1 }, scores.experts)
  expect([...predicted]).toEqual([0, 2, 0])
  expect(attack[0]).toBeCloseTo((0.2 * 0.5) / (0.2 * 0.5 + 0.81), 5)
  expect(attack[1]).toBeCloseTo((0.9 * 0.5) / (0.9 * 0.5 + 0.3 * 0.5), 5)
  expect(attack[2]).toBe(0)
})

test('filters, pages and exports know the scores; without them the fields are unknown', async () => {
  const core = loadCore(c)
  const { id, answers } = listScorings(c).at(-1)!
  const input = { filter: '', labelSet: null, scoring: id, from: null, to: null }
  const { events, predicted, attack } = readScoring(c, id)
  for (const [k, answer] of answers.entries()) {
    const filter = `predicted="${answer.replaceAll('"', '""')}"`
    expect(select(c, core, { ...input, filter }).events).toHaveLength(
      predicted.filter((one) => one === k).length,
    )
  }
  const high = select(c, core, { ...input, filter: 'attack_score>0.5' }).events
  expect(new Set(high)).toEqual(new Set(events.filter((_, i) => attack[i]! > 0.5)))
  const page = eventPage(c, core, { ...input, offset: 0, limit: 5, order: 'oldest' })
  const [first] = page.rows
  expect(first?.scored).toEqual({
    predicted: answers[predicted[first!.id]!],
    attack: attack[first!.id],
    expert: answers[predicted[first!.id]!],
  })
  expect(() => select(c, core, { ...input, scoring: null, filter: 'attack_score>0.5' })).toThrow(
    /needs scores/,
  )
  const file = at('scored.parquet')
  await exportEvents(c, { ...input, order: 'oldest', format: 'parquet', file, replace: false }, context)
  const bytes = readFileSync(file)
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  })
  expect(rows).toHaveLength(core.count)
  const [row] = rows
  expect(row).toMatchObject({
    event: first!.id,
    predicted: first!.scored!.predicted,
    attack_score: first!.scored!.attack,
  })
  expect((row!['time'] as Date).getTime() * 1000).toBeCloseTo(first!.time!, -4)
})

test('a capture of another case, with what it lacks and what stood for it', async () => {
  const target = at('other.tribunal')
  const other = createCase(target)
  const text = flows(all.filter((name) => name !== 'service' && name !== 'host')).replace(
    'Tot Fwd Pkts',
    'Total Fwd Packets',
  )
  writeFileSync(at('less.csv'), text)
  await importCapture(other, { path: at('less.csv') }, context)
  addCapture(other, { nothing: { type: 'integer', data: [1, 2] } })
  other.close()
  const task = { kind: 'score' as const, run, modelCase: path }
  const scored = await runScore({ ...task, sources: [1] }, target, context)
  expect(scored).toMatchObject({ modelCase: 'work.tribunal', events: 300, sources: [1] })
  const lacks = scored.lacking[0]!.missing
  expect(lacks.map(({ column }) => column)).toEqual(['service', 'rate 10 s per host', 'rate 60 s per host'])
  expect(lacks[1]!.becomes).toBe('counted over all events, for there is no host')
  await expect(runScore({ ...task, sources: [2] }, target, context)).rejects.toThrow(
    /none of the \d+ columns/,
  )
  await expect(runScore({ ...task, sources: [9] }, target, context)).rejects.toThrow(/no capture number 9/)
  const again = openCase(target)
  const { checks } = await verifyCase(again, context)
  again.close()
  expect(checks.filter(({ what }) => what.startsWith('scores-1')).map(({ ok }) => ok)).toEqual([true])
})

test('verify computes the scores again; changed ones fail', async () => {
  const about = async () =>
    (await verifyCase(c, context)).checks.filter(({ what }) => what.includes('scores-1'))
  expect((await about()).map(({ ok }) => ok)).toEqual([true, true, true])
  c.db.exec('UPDATE scorings SET attack = predicted, predicted = predicted WHERE id = 1')
  expect((await about()).some(({ ok }) => !ok)).toBe(true)
})

test('a model that was changed is not used', async () => {
  const copy = at('changed.tribunal')
  copyFileSync(at('before.tribunal'), copy)
  const changed = openCase(copy)
  changed.db.exec(`UPDATE runs SET encoder = replace(encoder, '"rows":', '"rows":1')`)
  changed.close()
  const used = runScore({ kind: 'score', run }, copy, context)
  await expect(used).rejects.toMatchObject({ code: 'model-changed' })
  await expect(runScore({ kind: 'score', run: 'run-9' }, path, context)).rejects.toMatchObject({
    code: 'no-such-run',
  })
})
