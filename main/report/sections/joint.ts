/** The gate of a joint system: how much weight each expert has, overall and by class. */
import type { ProtocolResult, WeightSpread } from '../../../preload/contract/evaluation.ts'
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import { gateHistoryFigure } from '../../../preload/figures/gate-history.ts'
import { gateWeightsFigure } from '../../../preload/figures/gate.ts'
import { visible } from '../../../preload/figures/visible.ts'
import { figure } from '../drawing.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'

export function jointGate(protocol: ProtocolResult, classes: string[]): Html {
  const { experts, gate, id, title } = protocol
  const heading = html`<h3>${id}: ${title.toLowerCase()}</h3>`
  if (experts.length < 2)
    return html`${heading}
      <p>One network and no gate: ${healths[experts[0]?.health ?? 'sound']}.</p>`
  const names = experts.map(({ expert }) => visible(expert))
  return html`${heading}
    <div class="figures">
      ${figure(
        (document) =>
          gateWeightsFigure(
            { classes: classes.map(visible), experts: names, meanWeight: gate.meanWeight },
            { document, width: 420 },
          ),
        html`<b>Mean gate weight.</b> Experts are parts of one network here, not classes: each class may draw
          on several. Evenness of the load: ${decimal(gate.loadEntropy, 2)} (1 even, 0 one expert does all).`,
      )}
      ${historyOf(protocol, names)}
    </div>
    ${expertTable(protocol)} ${hypothesisTable(protocol)} ${spreadTable(protocol, classes)}`
}

const healths = {
  sound: 'its answer depends on the event',
  constant: 'its answer is the same whatever the event',
  idle: 'it is hardly asked',
}

function historyOf({ gate }: ProtocolResult, experts: string[]): Html | null {
  const epochs = gate.history ?? []
  if (epochs.length === 0) return null
  return figure(
    (document) => gateHistoryFigure({ experts, epochs }, { document, width: 420 }),
    html`<b>Gate weights by epoch</b>, over validation events; the band is one standard deviation.`,
  )
}

function expertTable({ id, experts }: ProtocolResult): Html {
  return table(
    experts,
    [
      { head: 'Expert', header: true, cell: (e) => e.expert },
      { head: 'Health', cell: (e) => e.health },
      {
        head: 'Parameters',
        number: true,
        cell: (e) => (e.parameters === undefined ? '–' : count(e.parameters)),
      },
      { head: 'Mean weight', number: true, cell: (e) => decimal(e.meanGateWeight) },
      { head: 'Largest on', number: true, cell: (e) => percent(e.load) },
      { head: 'Columns that it sees', cell: (e) => (e.columns ? e.columns.join(', ') : 'all') },
    ],
    { caption: html`${id}, the experts` },
  )
}

function hypothesisTable({ id, gate }: ProtocolResult): Html | null {
  if (!gate.hypotheses) return null
  return table(
    gate.hypotheses,
    [
      { head: 'Attack', header: true, cell: (h) => h.family },
      { head: 'Classes', cell: (h) => h.classes.join(', ') },
      { head: 'Expected', cell: (h) => (h.expected === 'balanced' ? 'both alike' : h.expected) },
      { head: 'Found', cell: (h) => outcomes[h.outcome] },
      { head: 'Evidence', cell: (h) => h.evidence },
    ],
    { caption: html`${id}, published hypotheses about the gate, held against these events` },
  )
}

const outcomes = { confirmed: '✓ confirmed', refuted: '✕ refuted', undecided: '? undecided' }

interface Line extends WeightSpread {
  name: string
  expert: string
}

function spreadTable({ id, experts, gate }: ProtocolResult, classes: string[]): Html | null {
  const { spread } = gate
  if (!spread) return null
  const lines: Line[] = ['every event', ...classes].flatMap((name, c) =>
    experts.map(({ expert }, e) => ({
      name,
      expert,
      ...(c === 0 ? spread.all[e]! : spread.perClass[c - 1]![e]!),
    })),
  )
  return table(
    lines,
    [
      { head: 'Class', header: true, cell: (line) => line.name },
      { head: 'Expert', cell: (line) => line.expert },
      { head: 'Mean weight', number: true, cell: (line) => decimal(line.mean) },
      { head: 'Deviation', number: true, cell: (line) => decimal(line.deviation) },
      { head: 'Lowest', number: true, cell: (line) => decimal(line.min) },
      { head: 'Highest', number: true, cell: (line) => decimal(line.max) },
      { head: 'Largest on', number: true, cell: (line) => percent(line.dominant) },
    ],
    { caption: html`${id}, gate weights over the test events` },
  )
}
