/** The scores of a run's test rows, from which every metric can be computed again. */
import type { ProtocolId } from '../../../preload/contract/experiment.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import { pack, unpack } from '../codec/pack.ts'
import { runNumber } from './run-id.ts'
import { reading, transact } from '../storage-problem.ts'

export interface StoredScores {
  protocol: ProtocolId
  /** C, classes; benign included. */
  classes: number
  /**
   * `panel`: expert e speaks for class e, and a gating strategy decides who is heard. `joint`: experts are mixed inside
   * the network, which gives one probability per class.
   */
  form: 'panel' | 'joint'
  /** Names of the E experts; in a panel those of the classes. */
  experts: string[]
  /** Event number of each row. */
  events: Float64Array
  /** 0 benign, 1..K. */
  truth: Uint8Array
  /** rows × E, row by row: how much the gate gives each expert, 0 to 1. */
  gate: Float32Array
  /** Panel: rows × E, how sure each expert is of its class. Joint: rows × C, probability of each class. */
  probability: Float32Array
}

interface Row {
  classes: number
  form: StoredScores['form']
  experts: string
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
      `INSERT INTO scores (run, protocol, classes, rows, form, experts, events, truth, gate, probability)
       VALUES (@run, @protocol, @classes, @rows, @form, @experts, @events, @truth, @gate, @probability)`,
    )
    for (const one of scores) {
      const { protocol, classes, form, experts, events, truth, gate, probability } = one
      const rows = events.length
      const fits = gate.length === rows * experts.length && probability.length === rows * outputsOf(one)
      if (truth.length !== rows || !fits) {
        throw new Error(`The scores of ${protocol} are not ${rows} rows of ${classes}`)
      }
      insert.run({
        run,
        protocol,
        classes,
        rows,
        form,
        experts: JSON.stringify(experts),
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
    const { rows, classes, form } = row
    const experts = namesOf(c, row, runId)
    return {
      protocol,
      classes,
      form,
      experts,
      events: unpack(row.events, new Float64Array(rows)),
      truth: unpack(row.truth, new Uint8Array(rows)),
      gate: unpack(row.gate, new Float32Array(rows * experts.length)),
      probability: unpack(row.probability, new Float32Array(rows * outputsOf({ form, experts, classes }))),
    }
  })
}

/** Columns of `probability`. */
function outputsOf({ form, experts, classes }: Pick<StoredScores, 'form' | 'experts' | 'classes'>): number {
  return form === 'panel' ? experts.length : classes
}

/** Runs from before version 5 name no experts: theirs are panels, one expert per class, named as the classes. */
function namesOf(c: CaseFile, { experts, classes }: Row, runId: string): string[] {
  const names = JSON.parse(experts) as string[]
  if (names.length > 0) return names
  const find = c.db.prepare<[number], { summary: string }>('SELECT summary FROM runs WHERE id = ?')
  const { summary } = find.get(runNumber(runId))!
  return (JSON.parse(summary) as { classes: string[] }).classes.slice(0, classes)
}
