/** ROC, precision-recall and F1 by class, the protocols overlaid. */
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { classF1Figure } from '../../../../preload/figures/class-f1.ts'
import { prFigure, type RankingCurve, rocFigure } from '../../../../preload/figures/ranking-curves.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './evaluation.module.css'

type Kind = 'roc' | 'pr'

function curvesOf(protocols: readonly ProtocolResult[], kind: Kind): RankingCurve[] {
  return protocols.flatMap((protocol) => {
    const chosen = protocol.strategies.find((one) => one.strategy === protocol.chosen)
    if (!chosen) return []
    const { rocAuc, prAuc, prevalence } = chosen.metrics.binary
    return [{ name: protocol.id, curve: protocol[kind], area: kind === 'roc' ? rocAuc : prAuc, prevalence }]
  })
}

function f1Of(protocols: readonly ProtocolResult[]) {
  return protocols.flatMap((protocol) => {
    const chosen = protocol.strategies.find((one) => one.strategy === protocol.chosen)
    return (chosen?.metrics.perClass ?? [])
      .filter(({ support, f1 }) => support > 0 || f1 !== null)
      .map((one) => ({
        protocol: protocol.id,
        class: one.class,
        f1: one.f1,
      }))
  })
}

export function CurvesPanel({ protocols }: { protocols: readonly ProtocolResult[] }) {
  return (
    <div className={classes.curves}>
      <Panel title="F1 by class">
        <Figure
          label="F1 of each class in each protocol"
          of={protocols}
          draw={({ width }) => classF1Figure(f1Of(protocols), { width })}
        />
      </Panel>
      <Panel title="ROC" note="dashed: a coin">
        <Figure
          label="ROC curves of the attack score"
          of={protocols}
          draw={({ width }) => rocFigure(curvesOf(protocols, 'roc'), { width: Math.min(width, 460) })}
        />
      </Panel>
      <Panel title="Precision-recall" note="dashed: the floor, the share of attacks">
        <Figure
          label="Precision-recall curves of the attack score"
          of={protocols}
          draw={({ width }) => prFigure(curvesOf(protocols, 'pr'), { width: Math.min(width, 460) })}
        />
      </Panel>
    </div>
  )
}
