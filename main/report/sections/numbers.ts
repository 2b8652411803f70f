/** Every metric, with the baselines beside it, and each class by itself. */
import type { Baseline, Metrics, ProtocolResult } from '../../../preload/contract/evaluation.ts'
import { classF1Figure } from '../../../preload/figures/class-f1.ts'
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import { figure } from '../drawing.ts'
import type { ReportFacts } from '../facts.ts'
import { visible } from '../../../preload/figures/visible.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'
import type { Section } from './opening.ts'

/** One column of the big table: a gating or a baseline. */
interface Contender {
  name: string
  metrics: Metrics
  tone: string
  meanActive: number | null
  silent: number | null
}

const baselineNames: Record<Baseline['kind'], string> = {
  'always-benign': 'Always benign',
  'always-alert': 'Always alert',
  'best-single-feature': 'Best single feature',
  'boosted-trees': 'Boosted trees',
  'logistic-regression': 'Logistic regression',
  'isolation-forest': 'Isolation forest',
  'mlp-ensemble': 'Ensemble of MLPs',
  'without-identifiers': 'Without identifiers',
  'gate-alone': 'Gate alone',
}

/** Without an answer that is no class. */
function classesOf({ perClass }: Metrics): Metrics['perClass'] {
  return perClass.filter(({ support, f1 }) => support > 0 || f1 !== null)
}

export function numberSection({ evaluation }: ReportFacts): Section {
  const { protocols } = evaluation
  const bars = protocols.flatMap((p) =>
    classesOf(chosenMetrics(p)).map((m) => ({ protocol: p.id, class: visible(m.class), f1: m.f1 })),
  )
  const body = html`<p>
      Macro averages weigh every class the same, weighted ones by how common it is. “Attacks” means any class
      but benign. A dash is a number that is not defined on these events. The gating that the experiment chose
      is shaded; baselines stand to the right.
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
    <p class="small muted">${rankNote(protocols)}</p>`
  return { id: 'numbers', title: 'Numbers', body }
}

const rows: [string, (contender: Contender) => string][] = [
  ['Macro F1', ({ metrics }) => percent(metrics.macro.f1)],
  ['Macro precision', ({ metrics }) => percent(metrics.macro.precision)],
  ['Macro recall', ({ metrics }) => percent(metrics.macro.recall)],
  ['Weighted F1', ({ metrics }) => percent(metrics.weighted.f1)],
  ['Weighted precision', ({ metrics }) => percent(metrics.weighted.precision)],
  ['Weighted recall', ({ metrics }) => percent(metrics.weighted.recall)],
  ['Accuracy', ({ metrics }) => percent(metrics.accuracy)],
  ['Balanced accuracy', ({ metrics }) => percent(metrics.balancedAccuracy)],
  ['Matthews correlation', ({ metrics }) => decimal(metrics.mcc)],
  ['Attacks found (recall)', ({ metrics }) => percent(metrics.binary.recall)],
  ['Alarms right (precision)', ({ metrics }) => percent(metrics.binary.precision)],
  ['False-positive rate', ({ metrics }) => percent(metrics.binary.falsePositiveRate, 2)],
  ['ROC-AUC, attack or benign', ({ metrics }) => decimal(metrics.binary.rocAuc)],
  ['PR-AUC, attack or benign', ({ metrics }) => decimal(metrics.binary.prAuc)],
  ['Experts that speak, per event', ({ meanActive }) => decimal(meanActive, 2)],
  ['Events where no expert passes the threshold', ({ silent }) => count(silent)],
]

function overall(protocol: ProtocolResult): Html {
  const { binary } = chosenMetrics(protocol)
  const all = contenders(protocol)
  const columns = all.map((contender, i) => ({
    head: contender.name,
    number: true,
    tone: i === protocol.strategies.length ? `${contender.tone} edge` : contender.tone,
    cell: ([, cell]: (typeof rows)[number]) => cell(contender),
  }))
  return html`${table(rows, [{ head: '', header: true, cell: ([name]) => name }, ...columns], {
      caption: html`${protocol.id}, every gating and baseline
        <span class="muted"
          >· ${count(protocol.test.rows)} test events, ${percent(binary.prevalence)} of them attacks, which is
          the floor of PR-AUC</span
        >`,
    })}
    <p class="small muted">
      ${protocol.baselines.map((b) => `${baselineNames[b.kind]}: ${b.detail}.`).join(' ')}
    </p>`
}

function contenders(protocol: ProtocolResult): Contender[] {
  return [
    ...protocol.strategies.map(({ strategy, parameter, metrics, meanActive, silent }) => ({
      name: strategyName(strategy, parameter),
      metrics,
      tone: strategy === protocol.chosen ? 'chosen' : '',
      meanActive,
      silent,
    })),
    ...protocol.baselines.map(({ kind, metrics }) => ({
      name: baselineNames[kind],
      metrics,
      tone: 'rest',
      meanActive: null,
      silent: null,
    })),
  ]
}

function strategyName(strategy: string, parameter: number): string {
  if (strategy === 'joint') return 'Model'
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
