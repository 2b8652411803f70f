/** What the model knows beyond the labeling rule, and which columns would give the rule's inputs away. */
import type { Against, RuleLift, TellingColumn } from '../../../preload/contract/circularity.ts'
import { count, decimal, percent } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'
import type { Section } from './opening.ts'

/** Columns below this share tell next to nothing. */
const LEAST_SHARE = 0.05
const MOST_COLUMNS = 15

export function circularitySection({ circularity, labelSet }: ReportFacts): Section {
  const { byRule, truth, lifts, columns } = circularity
  const beyond = byRule
    ? truth === null
      ? html`<p>
          The labels of “${labelSet.name}” were made by a rule. Against them no model can do better than the
          rule itself, and the case holds no truth (no label column, no verdicts) to hold both against: how
          much the model knows beyond the rule is not known.
        </p>`
      : html`<p>
            The labels were made by a rule, and every number above holds the model against them. Here the rule
            and the model are held against the same truth, ${truth}, on the test events of which it is known.
          </p>
          ${lifts.map(({ protocol, lift }) => liftTable(protocol, lift))}`
    : html`<p>
        The labels come from a column of the captures, so there is no rule that a model could learn again.
      </p>`
  return { id: 'circularity', title: 'Beyond the labeling rule', body: html`${beyond} ${telling(columns)}` }
}

function liftTable(protocol: string, { events, malicious, rule, model, lift }: RuleLift): Html {
  const rows: (Against & { name: string })[] = [
    { name: 'the labeling rule', ...rule },
    { name: 'the model', ...model },
  ]
  const caption = html`${protocol}: ${count(events)} test events of known truth, ${count(malicious)}
  malicious${malicious === events ? ' (all, so precision says nothing)' : ''}. Lift over the rule:
  ${signed(lift)} F1`
  return table(
    rows,
    [
      { head: '', header: true, cell: (row) => row.name },
      { head: 'Called malicious', number: true, cell: (row) => count(row.called) },
      { head: 'Precision', number: true, cell: (row) => percent(row.precision) },
      { head: 'Recall', number: true, cell: (row) => percent(row.recall) },
      { head: 'F1', number: true, cell: (row) => decimal(row.f1) },
    ],
    { caption },
  )
}

const signed = (value: number | null): string =>
  value === null ? 'not defined' : `${value < 0 ? '−' : '+'}${decimal(Math.abs(value))}`

function telling(columns: readonly TellingColumn[]): Html | null {
  const shown = columns.filter(({ user, time }) => Math.max(user, time) >= LEAST_SHARE).slice(0, MOST_COLUMNS)
  if (shown.length === 0) return null
  return table(
    shown,
    [
      { head: 'Column', header: true, cell: (c) => html`<code>${c.column}</code>` },
      { head: 'Of the user', number: true, cell: (c) => percent(c.user) },
      { head: 'Of the time', number: true, cell: (c) => percent(c.time) },
      { head: '', cell: (c) => (c.used ? 'used' : 'left out') },
    ],
    {
      caption:
        'Share of the uncertainty about an event’s user, and about its time, that knowing the column takes away',
    },
  )
}
