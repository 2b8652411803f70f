/** The scores of a run's test rows, from which every metric can be computed again. */
import type { ProtocolId } from '../../preload/contract/experiment.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from './case-file.ts'
import { pack, unpack } from './pack.ts'
import { runNumber } from './run-id.ts'
import { reading, transact } from './storage-problem.ts'

export interface StoredScores {
  protocol: ProtocolId
  /** K, the number of experts: columns of `gate` and `probability`. */
  classes: number
  /** Event number of each row. */
  events: Float64Array
  /** 0 benign, 1..K. */
  truth: Uint8Array
  /** rows × K, row by row: sigmoid of the gate's logits. */
  gate: Float32Array
  /** rows × K: sigmoid of each expert's logit. */
  probability: Float32Array
}

interface Row {
  classes: number
  rows: number
  events: Buffer
  truth: Buffer
  gate: Buffer
  probability: Buffer
}

/** For saveRun; inside its transaction. */
export function insertScores(c: CaseFile, run: number, scores: readonly StoredScores[]): void {
  transact(c, () => {
    const insert = c.db.prepare(
      `INSERT INTO scores (run, protocol, classes, rows, events, truth, gate, probability)
       VALUES (@run, @protocol, @classes, @rows, @events, @truth, @gate, @probability)`,
    )
    for (const { protocol, classes, events, truth, gate, probability } of scores) {
      const rows = events.length
      if (truth.length !== rows || gate.length !== rows * classes || probability.length !== rows * classes) {
        throw new Error(`The scores of ${protocol} are not ${rows} rows of ${classes}`)
      }
      insert.run({
        run,
        protocol,
        classes,
        rows,
        events: pack(events),
        truth: pack(truth),
        gate: pack(gate),
        probability: pack(probability),
      })
    }
  })
}

/**
 * The scores of one protocol of a run.
 * @throws Problem no-such-scores
 */
export function readScores(c: CaseFile, runId: string, protocol: ProtocolId): StoredScores {
  const find = c.db.prepare<[number, string], Row>('SELECT * FROM scores WHERE run = ? AND protocol = ?')
  return reading(c, () => {
    const row = find.get(runNumber(runId), protocol)
    if (!row) {
      throw new Problem('no-such-scores', `Run ${runId} has no scores for ${protocol}.`, {
        where: { file: c.path },
        advice: 'Choose a protocol that the run has.',
      })
    }
    const cells = row.rows * row.classes
    return {
      protocol,
      classes: row.classes,
      events: unpack(row.events, new Float64Array(row.rows)),
      truth: unpack(row.truth, new Uint8Array(row.rows)),
      gate: unpack(row.gate, new Float32Array(cells)),
      probability: unpack(row.probability, new Float32Array(cells)),
    }
  })
}
