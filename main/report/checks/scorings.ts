/**
 * Scores of stored models: hashed again, and, where the model's run is in this case, computed again for events spread over all
 * that were scored.
 */
import type { Scoring } from '../../../preload/contract/scoring.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { loadCoreAt } from '../../case/evidence/core.ts'
import { hashScoring, readScoring, type ScoringColumns } from '../../case/results/scorings.ts'
import { openEngineLike } from '../../engine/choice/choose.ts'
import { eventTable } from '../../features/table.ts'
import { scoreAll } from '../../scoring/score-events.ts'
import { loadModel } from '../../scoring/stored-model.ts'
import { same } from './check.ts'
import type { VerifyCheck, VerifyContext } from './check.ts'

const MOST_EVENTS = 20_000
/** Largest difference of an attack score between engines that still counts as the same computation. */
const TOLERANCE = 1e-4

export async function scoringChecks(c: CaseFile, one: Scoring, ctx: VerifyContext): Promise<VerifyCheck[]> {
  const stored = readScoring(c, one.id)
  const hashed = same(`${one.id} scores`, one.hashes.scores, hashScoring(stored))
  if (one.modelCase !== null || !hashed.ok) return [hashed]
  const model = loadModel(c, one.run, one.regime)
  const some = spread(stored)
  const engine = await openEngineLike(one.engine)
  try {
    const table = eventTable(c, loadCoreAt(c, one.createdAt))
    const quiet = { signal: ctx.signal, progress: () => undefined }
    const { columns } = await scoreAll(engine, model, table, some.events, quiet)
    return [hashed, { what: `${one.id} computed again`, ...judge(some, columns, engine.name) }]
  } finally {
    await engine.dispose()
  }
}

function spread({ events, predicted, attack, expert }: ScoringColumns): ScoringColumns {
  const count = Math.min(events.length, MOST_EVENTS)
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * events.length) / count))
  return {
    events: Uint32Array.from(rows, (row) => events[row]!),
    predicted: Uint8Array.from(rows, (row) => predicted[row]!),
    attack: Float32Array.from(rows, (row) => attack[row]!),
    expert: Uint8Array.from(rows, (row) => expert[row]!),
  }
}

function judge(
  stored: ScoringColumns,
  again: ScoringColumns,
  engine: string,
): Pick<VerifyCheck, 'ok' | 'detail'> {
  let most = 0
  let turned = 0
  for (let i = 0; i < stored.events.length; i++) {
    const difference = Math.abs(stored.attack[i]! - again.attack[i]!)
    // Written so that a difference that is not a number counts as the worst.
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference
    if (stored.predicted[i] !== again.predicted[i]) turned++
  }
  const what = `${stored.events.length} events on ${engine}`
  if (most === 0 && turned === 0) return { ok: true, detail: `${what}, equal bit for bit` }
  const detail = `${what}, largest difference of the attack score ${most.toExponential(1)}, other answers ${turned}`
  // Where scores differ in the last digits, an event on the very edge may turn.
  return { ok: most <= TOLERANCE && turned <= stored.events.length / 1000, detail }
}
