/**
 * Scores computed again from the stored weights and the features made anew. On the engine and kind of processor that made
 * them they are equal bit for bit; elsewhere they may differ in the last digits, up to TOLERANCE.
 */
import { openEngineLike } from '../../engine/choice/choose.ts'
import { scoreRows } from '../../training/score.ts'
import type { ScoredRows } from '../../training/types.ts'
import type { Rebuilt } from '../rebuild.ts'
import type { VerifyCheck, VerifyContext } from './check.ts'

/** Largest difference of a sigmoid between engines that still counts as the same computation. */
const TOLERANCE = 1e-4

export async function rescoreChecks(
  run: string,
  { result, dataset, system }: Rebuilt,
  ctx: VerifyContext,
): Promise<VerifyCheck[]> {
  const engine = await openEngineLike(result.engine)
  try {
    const checks: VerifyCheck[] = []
    for (const protocol of result.protocols) {
      const { id, trained, test, scored } = protocol
      ctx.progress({ step: `scoring ${run} ${id} again`, fraction: null })
      const data = { matrix: result.dataset.matrix, dataset }
      const again = await scoreRows(engine, system, data, trained, test, ctx.signal)
      checks.push({ what: `${run} ${id} scores computed again`, ...judge(scored, again, engine.name) })
    }
    return checks
  } finally {
    await engine.dispose()
  }
}

function judge(stored: ScoredRows, again: ScoredRows, engine: string): { ok: boolean; detail: string } {
  const most = Math.max(farthest(stored.gate, again.gate), farthest(stored.probability, again.probability))
  if (most === 0) return { ok: true, detail: `equal bit for bit on ${engine}` }
  const difference = `largest difference ${most.toExponential(1)} on ${engine}`
  return most <= TOLERANCE
    ? { ok: true, detail: `${difference}, within ${TOLERANCE}` }
    : { ok: false, detail: `${difference}, more than ${TOLERANCE}` }
}

/** Largest absolute difference; infinite when the lengths differ or a value is not a number. */
function farthest(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity
  let most = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!)
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference
  }
  return most
}
