/** The curves through the rule in hand: longer after, before, or on both sides; cliffs marked; precision and recall with their intervals. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Sweep, SweepCurve } from '../../../../preload/contract/labeling-sweep.ts'
import { duration, percent } from '../../../../preload/figures/format.ts'
import {
  windowCurveFigure,
  windowCurveKey,
  type WindowPoint,
} from '../../../../preload/figures/window-curve.ts'
import type { Input } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { Figure } from '../../components/figure/figure.tsx'
import classes from './sweep.module.css'

type Side = SweepCurve['side']
const SIDES: Record<Side, string> = {
  after: 'after the alert',
  before: 'before the alert',
  both: 'on both sides',
}

interface CurvesProps {
  sweep: Sweep
  input: Input<'labeling.sweep'>
  /** The rule has not changed for a while: what takes longer may be asked. */
  rests: boolean
}

export function Curves({ sweep, input, rests }: CurvesProps) {
  const [side, setSide] = useState<Side>('after')
  const curve = sweep.curves.find((one) => one.side === side)!
  const byTruth = sweep.truth !== null
  // Intervals take sixty sweeps: they follow when the rest stands.
  const intervals = useCall(
    'labeling.stability',
    { ...input, cells: curve.cells },
    { enabled: byTruth && rests },
  )
  const around = new Map(intervals.data?.precision.map((one) => [one.cell, one]))
  const wide = sweep.after.length
  const lengthOf = (cell: number): number =>
    side === 'before' ? sweep.before[Math.floor(cell / wide)]! : sweep.after[cell % wide]!
  const points = curve.cells.map((cell): WindowPoint => {
    const interval = around.get(cell)
    return {
      length: lengthOf(cell),
      labeled: sweep.labeled[cell]! / Math.max(1, sweep.events),
      matched: sweep.matched[cell]! / Math.max(1, sweep.alerts),
      doubtful: sweep.labeled[cell]! > 0 ? sweep.doubtful[cell]! / sweep.labeled[cell]! : 0,
      right: byTruth && sweep.known[cell]! > 0 ? sweep.right[cell]! / sweep.known[cell]! : null,
      low: interval?.precision?.[0] ?? null,
      high: interval?.precision?.[1] ?? null,
      found: sweep.truth && sweep.truth.malicious > 0 ? sweep.right[cell]! / sweep.truth.malicious : null,
      foundLow: interval?.recall?.[0] ?? null,
      foundHigh: interval?.recall?.[1] ?? null,
    }
  })
  const wrong = byTruth ? 'wrong' : 'doubtful'
  return (
    <div className={classes.curves}>
      <div className={classes.bar}>
        <SegmentedControl
          value={side}
          onChange={(next) => setSide(next as Side)}
          aria-label="Which side grows"
          data={Object.entries(SIDES).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <Figure
        label={`What the window catches as it grows ${SIDES[side]}`}
        of={JSON.stringify([points, curve.cliffs, sweep.here])}
        minHeight={260}
        draw={({ width }) =>
          windowCurveFigure(
            {
              points,
              cliffs: curve.cliffs,
              here: lengthOf(sweep.here),
              suggested: sweep.suggestion ? lengthOf(sweep.suggestion.cell) : null,
              side: SIDES[side],
              byTruth,
            },
            { width },
          )
        }
      />
      <ul className={classes.key}>
        {windowCurveKey(byTruth).map(({ name, color, what }) => (
          <li key={name}>
            <span style={{ background: color }} />
            {what}
          </li>
        ))}
        <li>│ the rule in hand, ┆ the suggestion</li>
      </ul>
      <ul className={classes.cliffs}>
        {curve.cliffs.map((cliff) => (
          <li key={cliff.from}>
            Cliff between {duration(cliff.from)} and {duration(cliff.to)}: labels that are {wrong} go from{' '}
            {percent(cliff.low)} to {percent(cliff.high)}.
          </li>
        ))}
        {curve.cliffs.length === 0 && <li>No cliff: labels do not suddenly go wrong {SIDES[side]}.</li>}
      </ul>
    </div>
  )
}
