/** How experts and gate were trained, for the regime of the protocol. */
import type { LossPoint } from '../../api/jobs.ts'
import { lossFigure } from '../../../../preload/figures/losses.ts'
import { useCall } from '../../api/use-call.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import type { ProtocolProps } from './overview.tsx'

export function LossesPanel({ run, protocol }: ProtocolProps) {
  const details = useCall('experiments.get', { run })
  const regime = protocol.train.kind
  return (
    <Panel title="Training" note={`loss by epoch, trained ${regime}`}>
      <Loaded query={details} lines={8}>
        {({ losses }) => (
          <Curves
            regime={regime}
            losses={losses.filter((one) => one.regime === regime)}
            joint={protocol.chosen === 'joint'}
          />
        )}
      </Loaded>
    </Panel>
  )
}

interface CurvesProps {
  regime: string
  losses: readonly LossPoint[]
  joint: boolean
}

function Curves({ regime, losses, joint }: CurvesProps) {
  if (losses.length === 0) return <p>No losses were kept for this regime.</p>
  return (
    <Figure
      label={`Loss per epoch of each network, trained ${regime}`}
      of={losses}
      minHeight={240}
      caption={`Solid: training. Dotted: validation.${joint ? '' : ' The gate learns after the experts, with its own loss.'}`}
      draw={({ width }) => lossFigure(losses, { width })}
    />
  )
}
