/** Every metric, with the baselines beside it, and each class by itself. */
import type { Baseline, Metrics, ProtocolResult } from '../../../preload/contract/evaluation.ts'
import { classF1Figure } from '../../../preload/figures/class-f1.ts'
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import { chosenMetrics } from '../chosen.ts'
import { figure } from '../drawing.ts'
import type { ReportFacts } from '../facts.ts'
import { html, visible } from '../html.ts'
import type { Html, Piece } from '../html.ts'
import { table } from '../tables.ts'
import type { Section } from './opening.ts'

interface Line {
  name: Piece
  metrics: Metrics
  kind: 'chosen' | 'strategy' | 'baseline'
}

const baselineNames: Record<Baseline['kind'], string> = {
  'always-benign': 'Always benign',
  'always-alert': 'Always alert',
  'best-single-feature': 'Best single feature',
  'gate-alone': 'Gate alone',
}

export function numberSection({ evaluation }: ReportFacts): Section {
  const { protocols, classes } = evaluation
  const bars = protocols.flatMap((p) =>
    chosenMetrics(p).perClass.map((m) => ({ protocol: p.id, class: visible(m.class), f1: m.f1 })),
  )
  const body = html`<p>
      Macro averages weigh every class the same, weighted ones by how common it is. “Attacks” means any class
      but benign. A dash is a number that is not defined on these events. The gating that the experiment chose
      is shaded; baselines stand below it.
    </p>
    ${protocols.map(
      (p) =>
        html`<h3>${p.id}: ${p.title.toLowerCase()}</h3>
          ${overall(p)}${perClass(p)}`,
    )}
    <div class="figures wide">
      ${figure(
        (document) => classF1Figure(bars, { document, width: 620 }),
        html`<b>F1 of each class.</b> What an average hides: a class that is never found has no bar.`,
      )}
    </div>
    <p class="small muted">Classes: ${classes.join(', ')}. ${rankNote(protocols)}</p>`
  return { id: 'numbers', title: 'Numbers', body }
}

function overall(protocol: ProtocolResult): Html {
  const strategies = protocol.strategies.map((s): Line => ({
    name: html`${strategyName(s.strategy, s.parameter)}
      <span class="muted">· ${decimal(s.meanActive, 2)} experts speak, ${count(s.silent)} silent</span>`,
    metrics: s.metrics,
    kind: s.strategy === protocol.chosen ? 'chosen' : 'strategy',
  }))
  const baselines = protocol.baselines.map((b): Line => ({
    name: html`${baselineNames[b.kind]} <span class="muted">· ${b.detail}</span>`,
    metrics: b.metrics,
    kind: 'baseline',
  }))
  const number = (head: string, cell: (m: Metrics) => string) => ({
    head,
    number: true,
    cell: (line: Line) => cell(line.metrics),
  })
  return table(
    [...strategies, ...baselines],
    [
      { head: '', header: true, cell: (line: Line) => line.name },
      number('Macro F1', (m) => percent(m.macro.f1)),
      number('Macro P', (m) => percent(m.macro.precision)),
      number('Macro R', (m) => percent(m.macro.recall)),
      number('Weighted F1', (m) => percent(m.weighted.f1)),
      number('Accuracy', (m) => percent(m.accuracy)),
      number('Balanced accuracy', (m) => percent(m.balancedAccuracy)),
      number('MCC', (m) => decimal(m.mcc)),
      number('Attacks found', (m) => percent(m.binary.recall)),
      number('Alarms right', (m) => percent(m.binary.precision)),
      number('False-positive rate', (m) => percent(m.binary.falsePositiveRate, 2)),
      number('ROC-AUC', (m) => decimal(m.binary.rocAuc)),
      number('PR-AUC', (m) => decimal(m.binary.prAuc)),
    ],
    {
      caption: html`${protocol.id}, all gatings and baselines
        <span class="muted"
          >· ${count(protocol.test.rows)} test events, ${percent(chosenMetrics(protocol).binary.prevalence)}
          attacks (the floor of PR-AUC)</span
        >`,
      rowClass: (line) => (line.kind === 'chosen' ? 'chosen' : line.kind === 'baseline' ? 'rest' : ''),
    },
  )
}

function strategyName(strategy: string, parameter: number): string {
  if (strategy === 'top-1') return 'Top 1'
  return strategy === 'top-k' ? `Top ${parameter}` : `Threshold ${decimal(parameter, 2)}`
}

function perClass(protocol: ProtocolResult): Html {
  const metrics = chosenMetrics(protocol)
  return table(
    metrics.perClass,
    [
      { head: 'Class', header: true, cell: (m) => m.class },
      { head: 'Events', number: true, cell: (m) => count(m.support) },
      { head: 'Called so', number: true, cell: (m) => count(m.predicted) },
      { head: 'Precision', number: true, cell: (m) => percent(m.precision) },
      { head: 'Recall', number: true, cell: (m) => percent(m.recall) },
      { head: 'F1', number: true, cell: (m) => percent(m.f1) },
      { head: 'ROC-AUC', number: true, cell: (m) => decimal(m.rocAuc) },
      { head: 'PR-AUC', number: true, cell: (m) => decimal(m.prAuc) },
      { head: 'Floor of PR-AUC', number: true, cell: (m) => decimal(m.prevalence) },
    ],
    {
      caption: html`${protocol.id}, each class
        <span class="muted"
          >· chosen gating; attacks found at a false-positive rate of 1 in 1,000:
          ${percent(metrics.binary.recallAtFpr1e3)}, of 1 in 10,000:
          ${percent(metrics.binary.recallAtFpr1e4)}</span
        >`,
    },
  )
}

/** Says why a recall at a fixed false-positive rate is missing, where it is. */
function rankNote(protocols: readonly ProtocolResult[]): string {
  const short = protocols.filter((p) => (p.test.perClass[0] ?? 0) < 10_000)
  if (short.length === 0) return ''
  return `A false-positive rate of 1 in 1,000 (10,000) can only be seen on as many benign events; ${short
    .map((p) => `${p.id} has ${count(p.test.perClass[0])}`)
    .join(', ')}.`
}
