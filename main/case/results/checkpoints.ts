/**
 * Where unfinished trainings stand, stage by stage, so that a killed or canceled one can go on. This is no evidence and
 * no result: it is removed when its run is stored, and only those of the newest few experiments are kept.
 */
import { PATIENCE, type CaseFile } from '../case-file.ts'
import { pack, unpack } from '../codec/pack.ts'
import { reading, transact } from '../storage-problem.ts'

export interface Checkpoint {
  /** One training of the experiment, or a piece of one; the newest state of it is kept. */
  stage: string
  /** Plain JSON. */
  state: unknown
  vectors: Float32Array
}

/** Experiments whose checkpoints are kept. */
const MOST_EXPERIMENTS = 3
/** A training must not stand still because another program writes into the case; it saves again a little later. */
const SHORT_PATIENCE = 200

/**
 * Keeps the newest state of each stage given, all or none, and forgets the oldest experiments beyond the newest few.
 * @throws Problem disk-full, case-locked and the like
 */
export function saveCheckpoints(c: CaseFile, experiment: string, checkpoints: readonly Checkpoint[]): void {
  c.db.pragma(`busy_timeout = ${SHORT_PATIENCE}`)
  try {
    transact(c, () => {
      const save = c.db.prepare(
        `INSERT OR REPLACE INTO checkpoints (experiment, stage, saved_at, state, length, vectors)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      for (const { stage, state, vectors } of checkpoints)
        save.run(experiment, stage, Date.now() * 1000, JSON.stringify(state), vectors.length, pack(vectors))
      forgetOldest(c)
    })
  } finally {
    c.db.pragma(`busy_timeout = ${PATIENCE}`)
  }
}

function forgetOldest(c: CaseFile): void {
  const forget = c.db.prepare(
    `DELETE FROM checkpoints WHERE experiment NOT IN (
       SELECT experiment FROM checkpoints GROUP BY experiment ORDER BY MAX(saved_at) DESC, experiment LIMIT ?
     )`,
  )
  forget.run(MOST_EXPERIMENTS)
}

/**
 * The states of an experiment by stage; none when it has no checkpoint.
 * @throws Problem case-corrupt when one does not decode
 */
export function readCheckpoints(c: CaseFile, experiment: string): Map<string, Checkpoint> {
  const find = c.db.prepare<[string], { stage: string; state: string; length: number; vectors: Buffer }>(
    'SELECT stage, state, length, vectors FROM checkpoints WHERE experiment = ?',
  )
  return reading(c, () => {
    const checkpoints = find.all(experiment).map(({ stage, state, length, vectors }): Checkpoint => ({
      stage,
      state: JSON.parse(state) as unknown,
      vectors: unpack(vectors, new Float32Array(length)),
    }))
    return new Map(checkpoints.map((checkpoint) => [checkpoint.stage, checkpoint]))
  })
}

/** Removes the checkpoint of an experiment, if there is one. */
export function dropCheckpoints(c: CaseFile, experiment: string): void {
  transact(c, () => c.db.prepare('DELETE FROM checkpoints WHERE experiment = ?').run(experiment))
}
