/** The gate and its experts: who is asked, who answers, and what they learned. */
import type { ProtocolResult } from '../../../preload/contract/evaluation.ts'
import { decimal, percent } from '../../../preload/figures/format.ts'
import { gateWeightsFigure, loadFigure, sweepFigure } from '../../../preload/figures/gate.ts'
import { lossFigure } from '../../../preload/figures/losses.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import { figure } from '../drawing.ts'
import type { ReportFacts } from '../facts.ts'
import { visible } from '../../../preload/figures/visible.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'
import { jointGate } from './joint.ts'
import type { Section } from './opening.ts'

export function panelSection(facts: ReportFacts): Section {
  const { protocols, classes } = facts.evaluation
  const body = html`${protocols.map((p) => (p.chosen === 'joint' ? jointGate(p, classes) : gateOf(p, classes, thresholdOf(p))))}
  ${training(facts)}`
  return { id: 'panel', title: 'Gate and experts', body }
}

function gateOf(protocol: ProtocolResult, classes: string[], threshold: number): Html {
  const names = classes.map(visible)
  const bars = protocol.experts.map((expert, e) => ({
    expert: visible(expert.expert),
    load: expert.load,
    share: chosenMetrics(protocol).perClass[e]?.prevalence ?? 0,
  }))
  return html`<h3>${protocol.id}: ${protocol.title.toLowerCase()}</h3>
    <div class="figures">
      ${figure(
        (document) =>
          gateWeightsFigure(
            {
              classes: names.slice(0, protocol.gate.meanWeight.length),
              experts: names,
              meanWeight: protocol.gate.meanWeight,
            },
            { document, width: 320 },
          ),
        html`<b>Mean gate weight.</b> A sound gate is dark on the diagonal only.`,
      )}
      ${figure(
        (document) => loadFigure(bars, { document, width: 320 }),
        html`<b>Load.</b> Events on which the gate ranks each expert first; the black mark is the share of its
          class. Evenness of the load: ${decimal(protocol.gate.loadEntropy, 2)} (1 even, 0 one expert does
          all).`,
      )}
      ${figure(
        (document) =>
          sweepFigure(protocol.gate.sweep, { document, width: 320, threshold, experts: classes.length }),
        html`<b>Threshold.</b> What threshold gating does at every cut; the line is the configured one.`,
      )}
    </div>
    ${expertTable(protocol)}`
}

/** The configured one: threshold gating is always among the results of a panel. */
function thresholdOf({ strategies }: ProtocolResult): number {
  return strategies.find(({ strategy }) => strategy === 'threshold')?.parameter ?? 0.5
}

const healths = { sound: '✓ sound', constant: '✕ constant', idle: '! idle' }

function expertTable(protocol: ProtocolResult): Html {
  return table(
    protocol.experts,
    [
      { head: 'Expert', header: true, cell: (e) => e.expert },
      { head: 'Health', cell: (e) => healths[e.health] },
      { head: 'Load', number: true, cell: (e) => percent(e.load) },
      { head: 'Mean gate weight', number: true, cell: (e) => decimal(e.meanGateWeight) },
      { head: 'Mean output', number: true, cell: (e) => decimal(e.outputMean) },
      { head: 'Deviation of output', number: true, cell: (e) => decimal(e.outputDeviation) },
      { head: 'Own ROC-AUC', number: true, cell: (e) => decimal(e.rocAuc) },
    ],
    { caption: html`${protocol.id}, each expert by itself` },
  )
}

function training({ losses }: ReportFacts): Html | null {
  const regimes = [...Map.groupBy(losses, (point) => point.regime)]
  if (regimes.length === 0) return null
  return html`<h3>Training</h3>
    <div class="figures wide">
      ${regimes.map(([regime, points]) =>
        figure(
          (document) => {
            const shown = points.map((point) => ({ ...point, network: visible(point.network) }))
            return lossFigure(shown, { document, width: 480 })
          },
          html`<b>Loss, ${regime} regime.</b> Solid or dashed: training. Finely dotted: validation.`,
        ),
      )}
    </div>`
}
