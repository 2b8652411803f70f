/**
 * Bad input through the whole way, from the file to the stored run, for every system: a clear message with advice, or a sound
 * result. Never a weight or a metric that is not a number.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { getEvaluation, readModels, readScores } from '../../../main/case/results/runs.ts'
import { runExperiment } from '../../../main/jobs/tasks/experiment.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { ExperimentConfig, type ExperimentInput } from '../../../preload/contract/experiment.ts'
import { Problem } from '../../../preload/contract/problem.ts'

const folder = mkdtempSync(join(tmpdir(), 'tribunal-bad-'))
const context = { progress: () => {}, signal: new AbortController().signal }
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Model = NonNullable<ExperimentInput['model']>
const flows = { tokenWidth: 8, layers: 1, heads: 2, epochs: 1, batchSize: 64 }
const systems: Record<string, Model> = {
  'S1, one-vs-rest': { hidden: [8], expertEpochs: 2, gateEpochs: 2, novelty: true },
  'S1, one-class': { hidden: [8], expertEpochs: 2, gateEpochs: 2, experts: 'one-class' },
  'S1 of trees': { learner: 'trees', rounds: 5 },
  S2: { system: 'S2', ...flows },
  'S2 of four': {
    system: 'S2',
    ...flows,
    experts: ['tabular', 'temporal', 'protocol', 'statistics'],
    gate: 'hierarchical',
  },
  S3: { system: 'S3', hidden: [8], loss: 'binary', optimizer: 'adam', epochs: 2 },
  novelty: { system: 'novelty' },
}

type Cell = string | number
interface Bad {
  rows: number
  /** Cells of a row beside its label. */
  cells: (row: number) => Record<string, Cell>
  label?: (row: number) => string
  /** What must be said, where there can be no result. */
  refusal?: RegExp
  features?: ExperimentInput['features']
}
const half = (row: number): string => (row % 2 === 0 ? 'BENIGN' : 'DoS')
const useful = (row: number): Record<string, Cell> => ({
  size: (row % 2) * 500 + (row % 37),
  port: row % 2 ? 53 : 443,
})

const inputs: Record<string, Bad> = {
  'constant columns beside useful ones': {
    rows: 80,
    cells: (row) => ({ ...useful(row), one: 7, word: 'x' }),
  },
  'constant columns only': { rows: 80, cells: () => ({ one: 7, word: 'x' }), refusal: /No column is left/ },
  'all-missing columns beside useful ones': {
    rows: 80,
    cells: (row) => ({ ...useful(row), none: '', empty: '' }),
  },
  'all-missing columns only': {
    rows: 80,
    cells: () => ({ none: '', empty: '' }),
    refusal: /No column is left/,
  },
  'nearly all missing': { rows: 120, cells: (row) => ({ ...useful(row), rare: row % 40 === 0 ? row : '' }) },
  'infinite and huge numbers': {
    rows: 120,
    cells: (row) => ({
      ...useful(row),
      wild: row % 3 === 0 ? 'Infinity' : row % 3 === 1 ? '-Infinity' : row * 0.5,
      huge: row % 2 === 0 ? 1.7e308 : -1.7e308,
      tiny: row * 5e-324,
    }),
  },
  'a column of nothing but infinities': {
    rows: 80,
    cells: (row) => ({ ...useful(row), wild: row % 2 ? 'Infinity' : '-Infinity' }),
  },
  'a single class': {
    rows: 80,
    cells: useful,
    label: () => 'BENIGN',
    refusal: /one class only \(benign 80\)/,
  },
  'fewer rows than a batch': { rows: 24, cells: useful },
  'eight rows': { rows: 8, cells: useful },
  'one feature': { rows: 80, cells: (row) => ({ size: (row % 2) * 500 + (row % 37) }) },
  'a class with one example': {
    rows: 80,
    cells: useful,
    label: (row) => (row === 5 ? 'Heartbleed' : half(row)),
    refusal: /at least 3 events.*Heartbleed has fewer/s,
  },
  'every row the same': { rows: 60, cells: () => ({ size: 5, port: 53 }), refusal: /No column is left/ },
}

/** Imported and labeled once for all systems. */
const cases = new Map<string, Promise<string>>()

async function labeled(name: string, bad: Bad): Promise<string> {
  const base = join(folder, name.replaceAll(/\W/g, '-'))
  const rows = Array.from({ length: bad.rows }, (_, row): Record<string, Cell> => {
    return { ...bad.cells(row), Label: (bad.label ?? half)(row) }
  })
  const names = Object.keys(rows[0]!)
  const lines = rows.map((row) => names.map((column) => row[column]).join(','))
  writeFileSync(`${base}.csv`, [names.join(','), ...lines].join('\n'))
  const c = createCase(`${base}.tribunal`)
  try {
    await importCapture(c, { path: `${base}.csv` }, context)
    lockColumn(c, { columns: ['Label'] })
  } finally {
    c.close()
  }
  return c.path
}

async function trained(name: string, bad: Bad, model: Model) {
  const path = cases.get(name) ?? labeled(name, bad)
  cases.set(name, Promise.resolve(path))
  const config = ExperimentConfig.parse({
    model,
    features: bad.features ?? {},
    protocols: ['E1', 'E3'],
    // Rivals do not depend on the system: they are tried beside one of them.
    ...(model !== systems['S1, one-vs-rest'] && { baselines: [] }),
    engine: 'onnxruntime-cpu',
  })
  const { run } = await runExperiment({ kind: 'experiment', config }, await path, context)
  return { run, path: await path }
}

/** Every number that the run left behind. */
function demandSound({ run, path }: { run: string; path: string }): void {
  const c = openCase(path)
  try {
    for (const { name, weights } of readModels(c, run))
      for (const [array, { data }] of Object.entries(weights)) {
        // A leaf of a tree has no threshold; what it adds must be a number.
        if (array === 'threshold') continue
        expect([name, array, data.every(Number.isFinite)]).toEqual([name, array, true])
      }
    for (const id of ['E1', 'E3'] as const) {
      const { gate, probability } = readScores(c, run, id)
      for (const value of [...gate, ...probability]) expect(value >= 0 && value <= 1).toBe(true)
    }
    const text = JSON.stringify(getEvaluation(c, run).protocols.map(({ strategies }) => strategies))
    expect(text).not.toMatch(/NaN|Infinity/)
    for (const { strategies } of getEvaluation(c, run).protocols)
      for (const { metrics } of strategies) {
        expect(Number.isFinite(metrics.accuracy) && Number.isFinite(metrics.macro.f1)).toBe(true)
      }
  } finally {
    c.close()
  }
}

/** What is refused before anything is trained is refused alike for all: two of them are enough. */
const tried = ({ refusal }: Bad) =>
  Object.entries(systems).filter(([name]) => !refusal || /^S1, one-vs|^S2$/.test(name))

for (const [what, bad] of Object.entries(inputs))
  test.each(tried(bad))(`${what}: %s`, async (_system, model) => {
    const attempt = trained(what, bad, model)
    if (bad.refusal) {
      const problem = await attempt.then(
        () => null,
        (error: unknown) => error,
      )
      expect(problem).toBeInstanceOf(Problem)
      expect((problem as Problem).message).toMatch(bad.refusal)
      expect((problem as Problem).advice).toBeTruthy()
    } else demandSound(await attempt)
  })

const wide = Object.entries(systems).filter(([name]) => /one-vs-rest|of trees|^S2$/.test(name))

test.each(wide)('5,000 features: %s', async (_system, model) => {
  const cells = (row: number) => {
    const own = Object.fromEntries(
      Array.from({ length: 5000 }, (_, k) => [`f${k}`, ((row * 31 + k * 17) % 97) / 7]),
    )
    return { ...own, size: (row % 2) * 500 + (row % 37) }
  }
  const bad: Bad = { rows: 48, cells, features: { maxWidth: 5000 } }
  const small = model.system === 'S2' ? { ...model, experts: ['tabular' as const], batchSize: 8 } : model
  demandSound(await trained('wide', bad, small))
})
