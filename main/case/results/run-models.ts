/** The models of a run: named weight arrays, kept bit for bit. */
import type { CaseFile } from '../case-file.ts'
import { pack, unpack } from '../codec/pack.ts'
import { runNumber } from './run-id.ts'
import { reading, transact } from '../storage-problem.ts'

export interface StoredModel {
  regime: string
  name: string
  /** The order of the names is kept. */
  weights: Record<string, { shape: number[]; data: Float32Array }>
  /** Plain JSON. */
  meta: unknown
}

/** For saveRun; inside its transaction. */
export function insertModels(c: CaseFile, run: number, models: readonly StoredModel[]): void {
  transact(c, () => {
    const addModel = c.db.prepare('INSERT INTO models (run, regime, name, meta) VALUES (?, ?, ?, ?)')
    const addArray = c.db.prepare(
      'INSERT INTO weights (model, position, name, shape, data) VALUES (?, ?, ?, ?, ?)',
    )
    for (const model of models) {
      const meta = JSON.stringify(model.meta ?? null)
      const id = Number(addModel.run(run, model.regime, model.name, meta).lastInsertRowid)
      Object.entries(model.weights).forEach(([name, { shape, data }], position) => {
        addArray.run(id, position, name, JSON.stringify(shape), pack(data))
      })
    }
  })
}

/** The models of a run, in the order in which they were saved. */
export function readModels(c: CaseFile, runId: string): StoredModel[] {
  const models = c.db.prepare<[number], { id: number; regime: string; name: string; meta: string }>(
    'SELECT id, regime, name, meta FROM models WHERE run = ? ORDER BY id',
  )
  const arrays = c.db.prepare<[number], { name: string; shape: string; data: Buffer }>(
    'SELECT name, shape, data FROM weights WHERE model = ? ORDER BY position',
  )
  return reading(c, () =>
    models.all(runNumber(runId)).map(({ id, regime, name, meta }) => ({
      regime,
      name,
      meta: JSON.parse(meta) as unknown,
      weights: Object.fromEntries(arrays.all(id).map((row) => [row.name, toArray(row)])),
    })),
  )
}

function toArray(row: { shape: string; data: Buffer }): { shape: number[]; data: Float32Array } {
  const shape = JSON.parse(row.shape) as number[]
  const length = shape.reduce((product, size) => product * size, 1)
  return { shape, data: unpack(row.data, new Float32Array(length)) }
}
