/** The slider's points, computed in one pass, against a decision at every threshold. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../main/evaluation/decide.ts'
import { confuse, macroAverage } from '../../../main/evaluation/metrics.ts'
import { SWEEP_STEPS, sweepThresholds } from '../../../main/evaluation/sweep.ts'

/** Many weights lie exactly on a step, or just beside it in float32. */
const weight = fc.oneof(
  fc.integer({ min: 0, max: SWEEP_STEPS }).map((step) => Math.fround(step / SWEEP_STEPS)),
  fc.float({ min: 0, max: 1, noNaN: true }),
)

test('every point equals the decision at its threshold', () => {
  const experts = 4
  const row = fc.tuple(
    fc.nat(experts - 1),
    fc.array(weight, { minLength: experts, maxLength: experts }),
    fc.array(weight, { minLength: experts, maxLength: experts }),
  )
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const scored = {
        rows: rows.length,
        classes: experts,
        form: 'panel' as const,
        experts: Array.from({ length: experts }, (_, e) => `e${e}`),
        truth: Uint8Array.from(rows, ([truth]) => truth),
        events: new Float64Array(rows.length),
        gate: Float32Array.from(rows.flatMap(([, gate]) => gate)),
        probability: Float32Array.from(rows.flatMap(([, , probability]) => probability)),
      }
      for (const point of sweepThresholds(scored, experts)) {
        const decision = decide(scored, 'threshold', point.threshold)
        expect(point.silent).toBe(decision.silent)
        expect(point.meanActive).toBeCloseTo(decision.meanActive, 12)
        const confusion = confuse(scored.truth, decision.predicted, experts)
        expect(point.macroF1).toBe(macroAverage(confusion).f1)
      }
    }),
    { numRuns: 200 },
  )
})
