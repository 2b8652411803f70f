/** Training as it happens: loss of every network, per regime. */
import { lossFigure, unitOf } from '../../../../preload/figures/losses.ts'
import { Figure } from '../../components/figure/figure.tsx'
import type { LossPoint } from '../../api/jobs.ts'
import classes from './experiments.module.css'

/** One figure per regime: solid for training, dotted for validation. */
export function Losses({ losses }: { losses: readonly LossPoint[] }) {
  const regimes = [...Map.groupBy(losses, (point) => point.regime)]
  return (
    <div className={classes.losses}>
      {regimes.map(([regime, points]) => (
        <div key={regime}>
          <h3>Trained {regime}</h3>
          <Figure
            label={`Loss per ${unitOf(points)} of each network, trained ${regime}`}
            of={points.length}
            minHeight={220}
            draw={({ width }) => lossFigure(points, { width: Math.min(width, 620) })}
          />
        </div>
      ))}
    </div>
  )
}
