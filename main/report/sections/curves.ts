/** ROC and precision-recall curves of the attack score, all protocols in one picture. */
import { prFigure, rocFigure } from '../../../preload/figures/ranking-curves.ts'
import type { RankingCurve } from '../../../preload/figures/ranking-curves.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import { figure } from '../drawing.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Section } from './opening.ts'

export function curveSection({ evaluation }: ReportFacts): Section {
  const curves = (kind: 'roc' | 'pr'): RankingCurve[] =>
    evaluation.protocols.map((p) => {
      const { rocAuc, prAuc, prevalence } = chosenMetrics(p).binary
      return { name: p.id, curve: p[kind], area: kind === 'roc' ? rocAuc : prAuc, prevalence }
    })
  const body = html`<p>
      The attack score of an event is the best gate × expert product among attack classes against that of
      benign. It ranks events before any gating; gating only sets the cut.
    </p>
    <div class="figures wide">
      ${figure(
        (document) => rocFigure(curves('roc'), { document, width: 440 }),
        html`<b>ROC.</b> The dotted diagonal is a coin.`,
      )}
      ${figure(
        (document) => prFigure(curves('pr'), { document, width: 440 }),
        html`<b>Precision and recall.</b> Dotted: the share of attacks in each test, which a coin reaches as
          well.`,
      )}
    </div>`
  return { id: 'curves', title: 'ROC and precision-recall curves', body }
}
