/** A case on the disk with one evidence file, alerts with hostile names, locked labels and a stored run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insertAlerts } from '../../../main/case/alerts.ts'
import { createCase } from '../../../main/case/case-file.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { writeChunk } from '../../../main/case/evidence/chunks.ts'
import type { ColumnData } from '../../../main/case/evidence/chunks.ts'
import { canonicalJson, sha256 } from '../../../main/case/hash.ts'
import { readLabels } from '../../../main/case/label-sets.ts'
import { saveRun } from '../../../main/case/results/runs.ts'
import { beginSource, finishSource } from '../../../main/case/evidence/sources.ts'
import { evaluateExperiment } from '../../../main/evaluation/evaluate.ts'
import { toStored } from '../../../main/evaluation/hashes.ts'
import { lockLabels } from '../../../main/labeling/lock.ts'
import { runExperiment } from '../../../main/jobs/tasks/experiment.ts'
import type { ExperimentResult } from '../../../main/training/types.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import type { LabelSet } from '../../../preload/contract/labeling.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { collapsed, experiment, falling, labelsOf, PUBLISHED, sound } from '../evaluation/synthetic.ts'

/** Alert names become class names, which reach every table, figure and sentence of a report. */
export const NAMES = [
  '<script>alert(1)</script>',
  'Kerberoasting "quoted"',
  "Pass-the-hash & 'friends'",
  'Log\u202ewiped',
]
const DAY = 1_730_700_000_000_000
const SECOND = 1_000_000

export interface SmallCase {
  c: CaseFile
  folder: string
  evidence: string
  labels: LabelSet
  run: string
  remove(): void
}

/** With a run whose scores are made by formula: E1 collapsed as it was published, E2 and E3 sound. */
export function smallCase(): SmallCase {
  const bare = labeledCase()
  return { ...bare, run: addRun(bare.c, bare.labels) }
}

/** With a run that was really trained on its events. */
export async function trainedCase(config: ExperimentConfig): Promise<SmallCase> {
  const bare = labeledCase()
  const context = { progress: () => undefined, signal: new AbortController().signal }
  const { run } = await runExperiment({ kind: 'experiment', config }, bare.c.path, context)
  return { ...bare, run }
}

function labeledCase(): Omit<SmallCase, 'run'> {
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-report-'))
  const c = createCase(join(folder, 'small.tribunal'), { name: 'Small & <strange>' })
  const evidence = addEvents(c, folder)
  addAlerts(c)
  const labels = lockLabels(c, Rule.parse({ classBy: 'name', before: 0, after: 600 * SECOND }))
  const remove = () => {
    c.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { c, folder, evidence, labels, remove }
}

/** Events of class k belong to user k, one a second; nobody alerts on user 0. */
function addEvents(c: CaseFile, folder: string): string {
  const truth = labelsOf(PUBLISHED)
  const lines = [...truth].map((label, row) => JSON.stringify({ row, user: `user${label}` }))
  const text = Buffer.from(`${lines.join('\n')}\n`)
  const path = join(folder, 'events.ndjson')
  writeFileSync(path, text)
  const users = ['', ...PUBLISHED.map((_, k) => `user${k}`)]
  const columns = new Map<string, ColumnData>([
    ['time', { type: 'time', data: Float64Array.from(truth, (_, row) => DAY + (row % 500) * SECOND) }],
    ['user', { type: 'text', codes: Uint32Array.from(truth, (label) => label + 1), values: users }],
    ['bytes', { type: 'integer', data: Float64Array.from(truth, (label, row) => label * 100 + (row % 7)) }],
  ])
  const id = beginSource(c, {
    kind: 'capture',
    name: 'events.ndjson',
    path,
    size: text.length,
    reader: 'ndjson 1',
  })
  const offsets: number[] = []
  let at = 0
  for (const line of lines) {
    offsets.push(at)
    at += line.length + 1
  }
  const rows = truth.length
  writeChunk(c, id, 0, {
    rows,
    firstByte: 0,
    byteLength: text.length,
    sha256: sha256(text),
    offsets: Float64Array.from(offsets),
    lengths: Uint32Array.from(lines, (line) => line.length),
    columns,
  })
  finishSource(c, id, {
    sha256: sha256(text),
    rows,
    accepted: rows,
    rejected: 0,
    zone: 'UTC',
    zoneEvidence: 'every time carries Z',
    first: DAY,
    last: DAY + 500 * SECOND,
    mapping: { time: 'time', host: null, users: ['user'], action: null, labels: [] },
    columns: [...columns].map(([name, { type }]) => ({ name, type, nulls: 0, distinct: null })),
  })
  return path
}

function addAlerts(c: CaseFile): void {
  const draft = { kind: 'alerts' as const, name: 'alerts.csv', path: 'alerts.csv', size: 10, reader: 'csv 1' }
  const id = beginSource(c, draft)
  const alert = { host: '', techniques: [], tactics: [], fired: DAY, first: null, last: null, original: '' }
  insertAlerts(c, id, [
    ...NAMES.map((name, k) => ({ ...alert, name, user: `user${k + 1}`, users: [`user${k + 1}`] })),
    { ...alert, name: 'Nobody at all', user: '', users: [] },
  ])
  const counts = {
    rows: 5,
    accepted: 5,
    rejected: 0,
    zone: 'UTC',
    zoneEvidence: 'given',
    first: DAY,
    last: DAY,
  }
  finishSource(c, id, { ...counts, sha256: 'a'.repeat(64), mapping: null, columns: [] })
}

export const config = ExperimentConfig.parse({ name: 'small', model: { hidden: [8, 4] } })

function addRun(c: CaseFile, labels: LabelSet): string {
  const { classes } = readLabels(c, labels.id)
  const train = labelsOf([200, 200, 200, 200, 200])
  const results: ExperimentResult[] = [
    experiment(collapsed(labelsOf(PUBLISHED))),
    experiment(sound(labelsOf([60, 60, 60, 60, 60])), { id: 'E2', train }),
    experiment(sound(labelsOf([700, 31, 32, 33, 34])), { id: 'E3', train }),
  ].map((result) => ({ ...result, classes }))
  const losses = ['imbalanced', 'balanced'].flatMap(falling)
  const parts = results.map((result) => evaluateExperiment(result, config, losses))
  const protocols = results.flatMap((result) => result.protocols)
  const models = results[0]!.models
  const evaluation = evaluateExperiment({ ...results[0]!, protocols, models }, config, losses)
  evaluation.protocols = parts.flatMap((part) => part.protocols)
  return saveRun(c, {
    summary: {
      name: config.name,
      labelSet: labels.id,
      seconds: 1.5,
      engine: 'tfjs-cpu',
      seed: config.seed,
      configHash: sha256(canonicalJson(config)),
      weightsHash: evaluation.weightsHash,
      scoresHash: evaluation.scoresHash,
      classes,
      features: 2,
      protocols: evaluation.protocols.map((p) => ({ id: p.id, macroF1: 0, ailments: p.ailments.length })),
    },
    config,
    losses,
    featureNames: ['f0', 'f1'],
    encoder: { notes: ['<b>bold</b> remark'], twins: 1, overBudget: 0 },
    evaluation,
    models,
    scores: protocols.map((protocol) => toStored(protocol.id, protocol.scored)),
  }).id
}
