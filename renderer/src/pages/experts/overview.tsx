/** A protocol's experts and gate at a glance, and what the gating threshold does to them. */
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { gateWeightsFigure } from '../../../../preload/figures/gate.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ExpertTable } from './expert-table.tsx'
import classes from './experts.module.css'
import { JointOverview } from './joint-overview.tsx'
import { LossesPanel } from './losses-panel.tsx'
import { ThresholdPanel } from './threshold-panel.tsx'

export interface ProtocolProps {
  run: string
  /** Classes of the run; index 0 is benign, expert e is the expert of class e. */
  names: readonly string[]
  protocol: ProtocolResult
}

export function Overview(props: ProtocolProps) {
  if (props.protocol.chosen === 'joint') return <JointOverview {...props} />
  return (
    <div className={classes.overview}>
      <ExpertTable {...props} />
      <ThresholdPanel {...props} />
      <div className={classes.pair}>
        <GatePanel {...props} />
        <LossesPanel {...props} />
      </div>
    </div>
  )
}

function GatePanel({ names, protocol }: ProtocolProps) {
  const { meanWeight, loadEntropy } = protocol.gate
  const note = `evenness of load ${decimal(loadEntropy, 2)} (1 even, 0 one expert does all)`
  return (
    <Panel title="Gate weights per class" note={note}>
      <Figure
        label={`Mean gate weight of each expert on events of each class, ${protocol.id}`}
        of={protocol}
        minHeight={240}
        caption="Mean over the test events of a class. A sound gate is dark on the diagonal only."
        draw={({ width }) =>
          gateWeightsFigure(
            { classes: names.slice(0, meanWeight.length), experts: names, meanWeight },
            { width: Math.min(width, 560) },
          )
        }
      />
    </Panel>
  )
}
