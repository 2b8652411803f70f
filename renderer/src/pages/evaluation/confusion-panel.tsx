/** What was called what. A click on a cell lists its events. */
import type { ProtocolResult, Strategy } from '../../../../preload/contract/evaluation.ts'
import { confusionFigure } from '../../../../preload/figures/confusion.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import type { Cell } from './cell-events.tsx'

interface ConfusionPanelProps {
  names: readonly string[]
  protocol: ProtocolResult
  strategy: Strategy
  onCell: (cell: Cell) => void
}

export function ConfusionPanel({ names, protocol, strategy, onCell }: ConfusionPanelProps) {
  const result = protocol.strategies.find((one) => one.strategy === strategy)
  if (!result) return null
  const { confusion } = result.metrics
  return (
    <Panel title="Confusion" note="counts, colored by share of the true class; a cell lists its events">
      <Figure
        label={`Confusion matrix of ${protocol.id}, ${strategy}`}
        of={`${protocol.id} ${strategy}`}
        interactive
        minHeight={280}
        draw={({ width }) =>
          confusionFigure(
            { classes: names, confusion },
            {
              width: Math.min(width, 560),
              onCell: (truth, predicted) =>
                onCell({
                  protocol: protocol.id,
                  strategy,
                  truth,
                  predicted,
                  truthName: names[truth] ?? '',
                  predictedName: names[predicted] ?? '',
                }),
            },
          )
        }
      />
    </Panel>
  )
}
