/** How experts and gate were trained, for the regime of the protocol. */
import type { LossPoint } from '../../api/jobs.ts'
import { lossFigure, unitOf } from '../../../../preload/figures/losses.ts'
import { useCall } from '../../api/use-call.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import type { ProtocolProps } from './overview.tsx'

export function LossesPanel({ run, protocol }: ProtocolProps) {
  const details = useCall('experiments.get', { run })
  const regime = protocol.train.kind
  return (
    <Panel title="Training" note={`trained ${regime}`}>
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
  if (losses.length === 0) return <p>There are no losses to show: nothing was trained step by step.</p>
  const sizes = losses[0]?.counts === 'components'
  return (
    <Figure
      label={
        sizes
          ? `Likelihood of benign events by size of mixture, trained ${regime}`
          : `Loss per ${unitOf(losses)} of each network, trained ${regime}`
      }
      of={losses}
      minHeight={240}
      caption={sizes ? sizesText(losses) : lossText(joint)}
      draw={({ width }) => lossFigure(losses, { width })}
    />
  )
}

const lossText = (joint: boolean): string =>
  `Solid: training. Dotted: validation.${joint ? '' : ' The gate learns after the experts, with its own loss.'}`

function sizesText(losses: readonly LossPoint[]): string {
  const best = losses.reduce((one, next) =>
    (next.validation ?? Infinity) < (one.validation ?? Infinity) ? next : one,
  )
  return `Solid: benign events it was fitted on. Dotted: held-out ones, under which the size was chosen: ${best.epoch}. Lower is likelier.`
}
