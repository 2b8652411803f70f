/** The main job through the router that both faces serve, with the real engine process: every domain once, on a practice case. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, expect, test } from 'vitest'
import type { Platform } from '../../../main/api/platform.ts'
import { createRouter } from '../../../main/api/router.ts'
import { Workspace } from '../../../main/api/workspace.ts'
import { forkNode } from '../../../main/jobs/child.ts'
import { ExperimentConfig, ExportAnswer, type Job, Rule } from '../../../preload/contract/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'api-'))
const platform: Platform = {
  face: 'browser',
  dataPath: folder,
  nativeDialogs: false,
  pick: () => Promise.resolve(null),
  forkEngine: () => forkNode(join(import.meta.dirname, '../../../main/jobs/engine-process.ts')),
}
const workspace = new Workspace(platform)
afterAll(() => workspace.shutDown())
// Handlers behind their schemas, as over the wire: what a handler returns must be what the contract says.
const api = createRouterClient(createRouter(workspace))

/** What jobs answer, as far as it is looked at here. */
interface Result {
  path: string
  duplicateOf?: number
  run: string
  weightsHash: string
  id: string
  ok: boolean
}
/** Waits for a job's end, and gives all that it told on the way. */
async function finish(started: { job: string }): Promise<{ result: Result; told: Job[] }> {
  const told: Job[] = []
  for await (const job of await api.jobs.watch({})) {
    if (job.id !== started.job) continue
    told.push(job)
    if (job.state === 'done') return { result: job.result as Result, told }
    if (job.endedAt !== null) throw new Error(`${job.title}: ${job.state} ${JSON.stringify(job.problem)}`)
  }
  throw new Error('the jobs were closed')
}

test('a practice case is made, imported and open when its job is done', async () => {
  const { result } = await finish(await api.cases.practice({}))
  const summary = await api.cases.current({})
  expect(summary).toMatchObject({ path: result.path, practice: true, captures: 1 })
  expect(summary!.events).toBeGreaterThan(1000)
  expect(summary!.alerts).toBeGreaterThan(10)
  expect((await api.cases.recent({})).map((one) => one.path)).toContain(result.path)
}, 120_000)

test('events: a search tells its end, counts add up, a cross table holds every event', async () => {
  const last = async <T>(stream: AsyncIterable<T>): Promise<T> => {
    let end: T | undefined
    for await (const message of stream) end = message
    return end!
  }
  const { total } = await api.events.page({ limit: 1 })
  const point = await last(await api.events.search({ filter: 'host:*' }))
  expect(point).toMatchObject({ done: true, fraction: 1, rows: [] })
  const { result } = await last(await api.events.groups({ by: ['host'] }))
  const listed = result!.groups.reduce((sum, { count }) => sum + count, 0)
  expect(listed + result!.other + result!.missing).toBe(total)
  expect(total - result!.missing).toBe(point.matched)
  const { result: crossed } = await last(await api.events.cross({ by: ['host', 'action'], rows: 2 }))
  const rows = [...crossed!.rows, crossed!.otherRows, crossed!.missingRows]
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  await expect(api.events.groups({ by: ['nothing'] })).rejects.toMatchObject({
    code: 'unknown-field',
  })
  await expect(api.events.search({ filter: 'a:(' })).rejects.toMatchObject({
    code: 'filter-syntax',
  })
})

test('evidence: what is there, what a file is, and that it is unchanged', async () => {
  const [capture, alerts] = await api.evidence.list({})
  expect([capture!.kind, alerts!.kind]).toEqual(['capture', 'alerts'])
  expect(await api.evidence.rejected({ source: capture!.id })).toEqual({ total: 0, rows: [] })
  expect(await api.evidence.inspect({ path: capture!.path })).toMatchObject({
    kind: 'capture',
    format: 'ndjson',
  })
  expect(await api.evidence.inspect({ path: alerts!.path })).toMatchObject({ kind: 'alerts' })
  expect(await api.evidence.mappingSchema({})).toMatchObject({ type: 'object' })
  const again = await finish(await api.evidence.import({ path: capture!.path }))
  expect(again.result.duplicateOf).toBe(capture!.id)
  await expect(finish(await api.evidence.import({ path: alerts!.path }))).rejects.toThrow(
    /alerts-not-capture/,
  )
}, 120_000)

test('events: pages, histogram, one record with its bytes, names to filter by', async () => {
  const page = await api.events.page({ limit: 5 })
  expect(page.rows).toHaveLength(5)
  const { user } = page.rows[0]!
  const filtered = await api.events.page({ filter: `user:"${user}"`, limit: 50 })
  expect(filtered.matched).toBeLessThan(filtered.total)
  expect(new Set(filtered.rows.map((row) => row.user))).toEqual(new Set([user]))
  const histogram = await api.events.histogram({ buckets: 10 })
  expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(page.total)
  const record = await api.events.record({ id: page.rows[0]!.id })
  expect(record.intact).toBe(true)
  expect(JSON.parse(record.original)).toBeTypeOf('object')
  expect((await api.events.fields({})).map((field) => field.name)).toContain('user')
  await expect(api.events.page({ filter: 'user:(' })).rejects.toMatchObject({
    code: expect.any(String) as string,
  })
})

test('labeling: tried in memory, seen alert by alert, locked', async () => {
  const rule = Rule.parse({ before: 60e6, after: 180e6, anchor: 'last' })
  const { labeling } = await api.labeling.preview(rule)
  expect(labeling.labeled).toBeGreaterThan(100)
  const strips = await api.labeling.strips({ rule, limit: 10 })
  expect(strips.total).toBe(labeling.alerts)
  const set = await api.labeling.lock({ rule, name: 'for the test' })
  expect(set).toMatchObject({ name: 'for the test', labeling })
  expect(await api.labeling.list({})).toEqual([set])
  const labeled = await api.events.page({ labelSet: set.id, filter: 'NOT label:benign', limit: 10 })
  expect(labeled.rows.every((row) => row.label !== 'benign')).toBe(true)
  const selection = { labelSet: set.id, filter: 'NOT label:benign' }
  const file = join(folder, 'labeled.csv')
  await finish(await api.exports.events({ ...selection, format: 'csv', file }))
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(labeled.matched + 1)
  await expect(finish(await api.exports.events({ ...selection, format: 'csv', file }))).rejects.toThrow(
    /file-exists/,
  )
})

test('an experiment: told live, stored, looked at from every side, reported', async () => {
  const [preset] = await api.experiments.presets({})
  const config = ExperimentConfig.parse({
    ...preset!.config,
    model: { hidden: [8], expertEpochs: 2, gateEpochs: 3 },
  })
  const notes = await api.experiments.features(config.features)
  expect(notes.some((note) => note.used)).toBe(true)
  expect(await api.experiments.schema({})).toMatchObject({ type: 'object' })
  const { result, told } = await finish(await api.experiments.run({ config }))
  const losses = told.at(-1)!.progress.losses!
  const stored = await api.experiments.get({ run: result.run })
  expect(losses).toHaveLength(stored.losses.length)
  expect(stored.summary).toMatchObject({ id: result.run, weightsHash: result.weightsHash })
  expect((await api.experiments.list({})).map((run) => run.id)).toEqual([result.run])

  const evaluation = await api.evaluation.get({ run: result.run })
  const protocol = evaluation.protocols[0]!
  const threshold = protocol.strategies.find((one) => one.strategy === 'threshold')!
  const scope = { run: result.run, protocol: protocol.id }
  const at = await api.experts.at({ ...scope, threshold: threshold.parameter })
  expect(at.metrics).toEqual(threshold.metrics)
  const [truth, predicted] = [0, 0]
  const cell = await api.evaluation.cell({ ...scope, strategy: 'threshold', truth, predicted, limit: 5 })
  expect(cell.total).toBe(threshold.metrics.confusion[truth]![predicted])
  const hearings = await api.experts.hearings({ ...scope, strategy: 'threshold', only: 'errors', limit: 5 })
  const wrong = threshold.metrics.rows - threshold.metrics.confusion.reduce((sum, row, k) => sum + row[k]!, 0)
  expect(hearings.total).toBe(wrong)
  for (const hearing of hearings.rows) expect(hearing.voices).toHaveLength(evaluation.classes.length)

  const report = await finish(await api.reports.write({ run: result.run, notes: 'A note <b>.' }))
  const { html } = await api.reports.html({ id: report.result.id })
  expect(html).toContain('A note &lt;b&gt;.')
  const saved = await api.reports.save({ id: report.result.id, folder: join(folder, 'saved') })
  expect(saved.files.every((file) => existsSync(file))).toBe(true)
  expect(readFileSync(saved.files[0]!, 'utf8')).toBe(html)
  expect(await api.reports.list({})).toHaveLength(1)
  const exported = await finish(await api.exports.model({ run: result.run, folder: join(folder, 'model') }))
  const { files } = ExportAnswer.parse(exported.result)
  expect(files.map((file) => basename(file))).toEqual(['model.onnx', 'model-card.json', 'model-card.md'])
  expect(files.every((file) => existsSync(file))).toBe(true)
}, 240_000)

test('verify finds everything as it was; the custody log tells the whole story', async () => {
  const { result } = await finish(await api.evidence.verify({}))
  expect(result.ok).toBe(true)
  const log = await api.custody.log({ limit: 1000 })
  expect(log).toMatchObject({ intact: true, brokenAt: null })
  expect(log.entries).toHaveLength(log.total)
  await api.cases.close({})
  await expect(api.events.page({})).rejects.toMatchObject({ code: 'no-case' })
}, 120_000)
