/** Every preset trains on real data of its kind, small, and the result verifies. Skipped where the captures are absent. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAlerts } from '../../../../main/alerts/import.ts'
import { importCapture } from '../../../../main/capture/import.ts'
import { createCase, type CaseFile } from '../../../../main/case/case-file.ts'
import { getEvaluation, getRun } from '../../../../main/case/results/runs.ts'
import { runExperiment } from '../../../../main/jobs/tasks/experiment.ts'
import { lockColumn } from '../../../../main/labeling/column.ts'
import { lockLabels } from '../../../../main/labeling/lock.ts'
import { runChecks } from '../../../../main/report/checks/runs.ts'
import { keyOf, presetNamed, presets } from '../../../../main/training/presets.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import { Rule } from '../../../../preload/contract/labeling.ts'

const data = resolve(import.meta.dirname, '../../../../../shared/data')
const there = existsSync(data)
const context = () => ({ progress: () => undefined, signal: new AbortController().signal })
const folder = mkdtempSync(join(tmpdir(), 'tribunal-presets-'))
const cases = new Map<string, CaseFile>()
afterAll(() => {
  for (const c of cases.values()) c.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Two captures of flows, every twentieth row in turn: 2,170 rows. */
async function flows(c: CaseFile): Promise<void> {
  const lines = gunzipSync(readFileSync(join(data, 'cicids2017/flows.csv.gz')))
    .toString()
    .split('\n')
  const [head = '', ...rows] = lines
  for (const part of [0, 10]) {
    const path = join(folder, `flows-${part}.csv`)
    writeFileSync(path, [head, ...rows.filter((row, at) => at % 20 === part && row !== '')].join('\n'))
    await importCapture(c, { path }, context())
  }
  lockColumn(c, { columns: ['Label'], top: 5 })
}

async function beth(c: CaseFile): Promise<void> {
  for (const name of ['datacamp_train_first12500.csv', 'datacamp_test_first12500.csv'])
    await importCapture(c, { path: join(data, 'beth', name) }, context())
  lockColumn(c, { columns: ['sus_label'] })
}

async function atomic(c: CaseFile): Promise<void> {
  await importCapture(c, { path: join(data, 'atomic_evtx/events.ndjson.gz') }, context())
  await importAlerts(c, { path: join(data, 'atomic_evtx/execution_log.csv') }, context())
  // Tactics, not techniques: each technique ran once, so a split by time would never have trained on the last ones.
  lockLabels(c, Rule.parse({ before: 60e6, after: 60e6, classBy: 'tactic' }))
}

const MAKERS = { flows, beth, atomic }
const kindOf = (preset: string): keyof typeof MAKERS =>
  preset.startsWith('s2') ? 'flows' : preset.startsWith('s3') || preset === 'novelty' ? 'beth' : 'atomic'

beforeAll(async () => {
  if (!there) return
  for (const [kind, make] of Object.entries(MAKERS)) {
    const c = createCase(join(folder, `${kind}.tribunal`))
    cases.set(kind, c)
    await make(c)
  }
}, 120_000)

/** The same experiment on few rows, with small networks and few epochs. */
function small(config: ExperimentConfig): ExperimentConfig {
  const { model } = config
  const shrunk = {
    S1: { hidden: [8], expertEpochs: 1, gateEpochs: 2 },
    S2: { tokenWidth: 16, heads: 2, layers: 1, epochs: 2 },
    S3: { epochs: 3 },
    novelty: { components: [1, 2] },
  }[model.system]
  return ExperimentConfig.parse({
    ...config,
    sampling: { ...config.sampling, maxRows: 1500 },
    model: { ...model, ...shrunk },
  })
}

test.skipIf(!there).each(presets().map(({ name }) => keyOf(name)))(
  'preset %s trains on real data and verifies (needs real captures)',
  async (name) => {
    const c = cases.get(kindOf(name))!
    const config = small(presetNamed(name).config)
    const { run } = await runExperiment({ kind: 'experiment', config }, c.path, context())
    const { protocols } = getEvaluation(c, run)
    expect(protocols.map(({ id }) => id)).toEqual(config.protocols)
    const own = await runChecks(c, getRun(c, run).summary, context())
    expect(own.length).toBeGreaterThan(10)
    expect(own.filter(({ ok }) => !ok)).toEqual([])
    const kinds = protocols[0]!.ailments.map(({ kind }) => kind)
    if (name === 's3-as-published')
      expect(kinds).toEqual(expect.arrayContaining(['zero-gradient-loss', 'label-shift']))
    c.db.exec('DELETE FROM scores; DELETE FROM runs')
  },
  120_000,
)

test('a preset is found whatever its case and signs, and an unknown one is refused with the list', () => {
  expect(presetNamed('S2 AS published').name).toBe('S2, as published')
  expect(() => presetNamed('S9')).toThrow(/no preset/)
  expect(new Set(presets().map(({ name }) => keyOf(name))).size).toBe(presets().length)
})
