/** The main job by the command line, with real commands on practice data. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Metrics } from '../../../preload/contract/evaluation.ts'
import { document, freshFolder, tribunal } from './tribunal.ts'

const folder = freshFolder()
const path = join(folder, 'case.tribunal')
const experiment = join(folder, 'experiment.json')
/** Small, so that the test is quick; what is learnt does not matter here. */
const small = { model: { hidden: [8], expertEpochs: 1, gateEpochs: 2 }, seed: 7 }

interface Imported {
  source: number
  rows: number
  accepted: number
  rejected: number
  sha256: string
}
interface Labeled {
  labelSet: string
  labeled: number
  unmatchedAlerts: number
  conflicts: number
  byClass: Record<string, number>
  events: number
}
interface Run {
  run: string
  engine: string
  weightsHash: string
  scoresHash: string
  protocols: Record<string, { metrics: Metrics; baselines: { kind: string }[]; ailments: unknown[] }>
}
let made: { case: string; events: string; alerts: string; truth: string; readme: string }

beforeAll(async () => {
  made = await document('practice', join(folder, 'practice'), '--events', '3000')
  writeFileSync(experiment, JSON.stringify(small))
})

test('practice makes the files and a case that holds them', async () => {
  expect(Object.keys(made).toSorted()).toEqual(['alerts', 'case', 'events', 'readme', 'truth'])
  expect(readFileSync(made.readme, 'utf8')).toContain('synthetic')
  const again = await tribunal('practice', join(folder, 'practice'))
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('already')])
})

test('new, import, alerts, label, run, report and verify, one after another', async () => {
  expect(await document('new', path)).toEqual({ case: path })

  const capture = await document<Imported>('import', path, made.events)
  const sha256 = createHash('sha256').update(readFileSync(made.events)).digest('hex')
  expect(capture).toMatchObject({ rows: 3000, accepted: 3000, rejected: 0, sha256 })
  const alerts = await document<Imported>('alerts', path, made.alerts)
  const lines = readFileSync(made.alerts, 'utf8').trim().split('\n').length
  expect(alerts).toMatchObject({ rows: lines, accepted: lines, rejected: 0 })
  expect(alerts.source).not.toBe(capture.source)

  const labels = await document<Labeled>(
    'label',
    path,
    '--before',
    '60s',
    '--after',
    '3m',
    '--anchor',
    'last',
  )
  expect(labels.labeled).toBeGreaterThan(0)
  expect(Object.values(labels.byClass).reduce((sum, events) => sum + events, 0)).toBe(labels.labeled)
  expect(labels).toMatchObject({ events: 3000, labelSet: expect.any(String) as string })

  const run = await document<Run>('run', path, experiment)
  expect(run.weightsHash).toMatch(/^[0-9a-f]{64}$/)
  expect(Object.keys(run.protocols)).toEqual(['E1', 'E2', 'E3'])
  for (const { metrics, baselines, ailments } of Object.values(run.protocols)) {
    expect(metrics.rows).toBeGreaterThan(0)
    expect(baselines.map((one) => one.kind)).toContain('always-benign')
    expect(ailments).toBeInstanceOf(Array)
  }

  const again = await document<Run>('run', path, experiment)
  expect(again.run).not.toBe(run.run)
  const bits = ({ engine, weightsHash, scoresHash }: Run) => ({ engine, weightsHash, scoresHash })
  expect(bits(again)).toEqual(bits(run))
  expect(again.protocols).toEqual(run.protocols)
  const other = await document<Run>('run', path, experiment, '--seed', '8')
  expect(other.weightsHash).not.toBe(run.weightsHash)

  const out = join(folder, 'report')
  const report = await document<Record<'html' | 'json' | 'htmlSha256' | 'jsonSha256' | 'run', string>>(
    'report',
    path,
    '--out',
    out,
  )
  expect(report.run).toBe(other.run)
  for (const kind of ['html', 'json'] as const) {
    const hash = createHash('sha256').update(readFileSync(report[kind])).digest('hex')
    expect(hash).toBe(report[`${kind}Sha256`])
  }
  expect(readFileSync(report.html, 'utf8')).toContain(other.weightsHash.slice(0, 8))

  const verified = await document<{ ok: boolean; checks: { ok: boolean }[] }>('verify', path)
  expect(verified.ok).toBe(true)
  expect(verified.checks.length).toBeGreaterThan(5)
}, 300_000)

test('what is printed for people says the same, and progress stays off stdout', async () => {
  const label = await tribunal(
    'label',
    path,
    '--before',
    '60s',
    '--after',
    '3m',
    '--anchor',
    'last',
    '--top',
    '2',
  )
  expect(label.code).toBe(0)
  expect(label.stdout).toMatch(/of 3,000 events labeled/)
  expect(label.stdout).toContain('apart')
  const run = await tribunal('run', path, experiment)
  expect(run.code).toBe(0)
  expect(run.stdout).toMatch(/^E1 +\d\.\d{3}/m)
  expect(run.stdout).not.toContain('━')
  expect(run.stderr).toContain('Experiment:')
}, 300_000)

test('the same file imported twice is in the case once', async () => {
  const again = await document<{ duplicateOf?: number }>('import', path, made.events)
  expect(again.duplicateOf).toBe(1)
})

test('evidence that changed after the import is found out, line by line', async () => {
  const copy = join(folder, 'copy.ndjson')
  const changed = join(folder, 'changed.tribunal')
  writeFileSync(
    copy,
    '{"time":"2026-01-01T00:00:00Z","user":"a","host":"h"}\n{"time":"2026-01-01T00:00:01Z","user":"b","host":"h"}\n',
  )
  await document('new', changed)
  await document('import', changed, copy)
  writeFileSync(
    copy,
    '{"time":"2026-01-01T00:00:00Z","user":"X","host":"h"}\n{"time":"2026-01-01T00:00:01Z","user":"b","host":"h"}\n',
  )
  const verified = await tribunal('verify', changed)
  expect(verified.code).toBe(1)
  expect(verified.stdout).toMatch(/MISMATCH.*copy\.ndjson/)
})

test('engines are tried, and one is chosen', async () => {
  const { engines } = await document<{ engines: { name: string; chosen: boolean; loads: boolean }[] }>(
    'engines',
  )
  expect(engines.filter((one) => one.chosen)).toHaveLength(1)
  expect(engines.map((one) => one.name)).toContain('tfjs-cpu')
}, 120_000)

test('a demo on own data goes the whole way', async () => {
  const out = join(folder, 'demo')
  const demo = await document<{ case: string; report: { html: string }; run: Run }>(
    'demo',
    '--out',
    out,
    '--capture',
    made.events,
    '--alerts',
    made.alerts,
  )
  expect(demo.case).toBe(join(out, 'demo.tribunal'))
  expect(readFileSync(demo.report.html, 'utf8')).toContain('<!doctype html>')
  expect(Object.keys(demo.run.protocols)).toEqual(['E1', 'E2', 'E3'])
}, 300_000)
