/** Verify: a sound case passes every check, and each kind of tampering fails the check that is about it. */
import { appendFileSync, copyFileSync, renameSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { pack } from '../../../main/case/codec/pack.ts'
import { saveReport } from '../../../main/case/results/reports.ts'
import { buildReport } from '../../../main/report/build.ts'
import { verifyCase } from '../../../main/report/verify.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { trainedCase } from './small-case.ts'
import type { SmallCase } from './small-case.ts'

const quick = ExperimentConfig.parse({
  engine: 'tfjs-cpu',
  model: { hidden: [8], expertEpochs: 2, gateEpochs: 3, batchSize: 64 },
})
/** Trained once; every test works on a copy of the closed case, and leaves the evidence file as it was. */
let original: SmallCase
let c: CaseFile
const quiet = () => ({ progress: () => undefined, signal: new AbortController().signal })
const failed = async () =>
  (await verifyCase(c, quiet())).checks.filter((check) => !check.ok).map((check) => check.what)

beforeAll(async () => {
  original = await trainedCase(quick)
  original.c.close()
})
afterAll(() => original.remove())

let copies = 0
beforeEach(() => {
  const copy = join(original.folder, `copy-${++copies}.tribunal`)
  copyFileSync(original.c.path, copy)
  c = openCase(copy)
})
afterEach(() => c.close())

/** Changes the case behind Tribunal's back: triggers and all. */
function tamper(sql: string, ...values: unknown[]): void {
  const { db } = c
  const triggers = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  expect(db.prepare(sql).run(...values).changes).toBeGreaterThan(0)
}

test('a sound case passes, and every kind of thing in it is checked', async () => {
  saveReport(c, {
    run: original.run,
    title: 'r',
    ...buildReport(c, original.run, { title: 'r', notes: '' }),
  })
  const steps: number[] = []
  const { ok, checks } = await verifyCase(c, {
    ...quiet(),
    progress: ({ fraction }) => void (fraction !== null && steps.push(fraction)),
  })
  // The alert file of this case was never on the disk.
  expect(checks.filter((check) => !check.ok).map((check) => check.what)).toEqual(['evidence alerts.csv'])
  expect(ok).toBe(false)
  const named = (pattern: RegExp) => checks.filter((check) => pattern.test(check.what))
  expect(named(/custody/)).toHaveLength(6)
  expect(named(/^labels-1/)).toHaveLength(3)
  expect(named(/scores computed again/).every((check) => check.detail.includes('equal bit for bit'))).toBe(
    true,
  )
  expect(named(/^run-1 E[123] (metrics|baseline|experts|gate|curves|ailments|regimes)/)).toHaveLength(3 * 15)
  expect(named(/^report-1/)).toHaveLength(3)
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(steps.at(-1)).toBe(1)
})

test('changed and missing evidence are told apart, with advice', async () => {
  appendFileSync(original.evidence, ' ')
  const evidence = async () =>
    (await verifyCase(c, quiet())).checks.find((check) => check.what === 'evidence events.ndjson')!
  expect((await evidence()).detail).toMatch(/computed now .*changed after it was imported/)
  renameSync(original.evidence, `${original.evidence}.gone`)
  expect((await evidence()).detail).toMatch(/not checked: .*Put it back/)
  renameSync(`${original.evidence}.gone`, original.evidence)
  truncateSync(original.evidence, statSync(original.evidence).size - 1)
  expect((await evidence()).detail).toMatch(/^SHA-256/)
})

test('a number of the evaluation that was touched up is found and named', async () => {
  const row = c.db.prepare<[], { evaluation: string }>('SELECT evaluation FROM runs').get()!
  const evaluation = JSON.parse(row.evaluation) as {
    protocols: { strategies: { metrics: { macro: { f1: number } } }[]; verdict: string }[]
  }
  evaluation.protocols[0]!.strategies[0]!.metrics.macro.f1 += 0.01
  evaluation.protocols[1]!.verdict = 'Holds.'
  tamper('UPDATE runs SET evaluation = ?', JSON.stringify(evaluation))
  const { checks } = await verifyCase(c, quiet())
  const wrong = checks.filter((check) => !check.ok && check.what.startsWith('run-1'))
  expect(wrong.map((check) => check.what)).toEqual([
    'run-1 E1 metrics, top-1',
    'run-1 E2 regimes, twins and verdict',
  ])
  expect(wrong[0]!.detail).toMatch(/^metrics\.macro\.f1 is .* computed now/)
})

test('a summary that was touched up does not agree with the custody log', async () => {
  const row = c.db.prepare<[], { summary: string }>('SELECT summary FROM runs').get()!
  const summary = JSON.parse(row.summary) as Record<string, unknown>
  tamper('UPDATE runs SET summary = ?', JSON.stringify({ ...summary, scoresHash: 'f'.repeat(64) }))
  expect(await failed()).toEqual(expect.arrayContaining(['custody of run-1', 'run-1 scores']))
})

test('a config that was touched up has another hash and draws other rows', async () => {
  tamper('UPDATE runs SET config = ?', JSON.stringify({ ...quick, seed: 43 }))
  expect(await failed()).toEqual(expect.arrayContaining(['run-1 config', 'run-1 E1 test events drawn again']))
})

test('an alert that was moved no longer gives the stored labels', async () => {
  tamper('UPDATE alerts SET fired = fired + 3600000000 WHERE user = ?', 'user2')
  expect(await failed()).toContain('labels-1 labels made again from events and alerts')
})

test('a custody entry that was changed breaks the chain', async () => {
  tamper("UPDATE custody SET actor = 'someone else' WHERE seq = 2")
  expect(await failed()).toContain('custody chain')
})

test('a tree that was changed no longer says what the evaluation says', async () => {
  const find = c.db.prepare<[], { id: number; shape: string }>(
    `SELECT weights.rowid AS id, shape FROM weights JOIN models ON models.id = weights.model
     WHERE models.name = 'boosted-trees' AND models.regime = 'imbalanced' AND weights.name = 'value'`,
  )
  const { id, shape } = find.get()!
  const [nodes = 0] = JSON.parse(shape) as number[]
  tamper('UPDATE weights SET data = ? WHERE rowid = ?', pack(new Float32Array(nodes)), id)
  expect(await failed()).toEqual(expect.arrayContaining(['run-1 weights', 'run-1 E1 baseline boosted-trees']))
})

test('a report whose bytes were changed is found', async () => {
  saveReport(c, { run: original.run, title: 'r', html: '<p>', json: '{}' })
  tamper("UPDATE reports SET html_sha256 = 'e'")
  expect(await failed()).toEqual(
    expect.arrayContaining(['custody of report-1', 'report-1 HTML', 'report-1 numbers against run-1']),
  )
})

test('it stops when asked to', async () => {
  const stop = new AbortController()
  stop.abort(new Error('enough'))
  await expect(verifyCase(c, { progress: () => undefined, signal: stop.signal })).rejects.toThrow('enough')
})

test('a damaged part fails its own check, and the others are made all the same', async () => {
  tamper("UPDATE runs SET losses = '[{'")
  const found = await failed()
  expect(found).toContain('computing again: run-1')
  const { checks } = await verifyCase(c, quiet())
  expect(checks.find((check) => check.what === 'custody chain')?.ok).toBe(true)
})
