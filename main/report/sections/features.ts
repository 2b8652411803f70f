/** What the model could see, what it could not, and why. */
import { count } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'
import type { Section } from './opening.ts'

export function featureSection(facts: ReportFacts): Section {
  const { columns, names, remarks } = facts.features
  const used = columns.filter((column) => column.used)
  const left = columns.filter((column) => !column.used)
  const body = html`<p>
      ${count(used.length)} of ${count(columns.length)} columns of the captures are used; with rates and time
      of day, where these are on, they make ${count(names.length)} feature columns. The encoder was fitted on
      training events only.
    </p>
    ${circular(facts)} ${notes(used, 'Columns used')} ${notes(left, 'Columns left out')}
    ${
      remarks.length === 0
        ? null
        : html`<ul class="small">
            ${remarks.map((remark) => html`<li>${remark}</li>`)}
          </ul>`
    }
    <h3 class="minor">Columns of the feature matrix</h3>
    <p class="small sans muted">${names.join(' · ')}</p>`
  return { id: 'features', title: 'Features', body }
}

function notes(columns: ReportFacts['features']['columns'], caption: string): Html | null {
  if (columns.length === 0) return null
  return table(
    columns,
    [
      { head: 'Column', header: true, cell: (c) => html`<code>${c.column}</code>` },
      { head: 'Part', cell: (c) => c.role },
      { head: 'Why', cell: (c) => c.reason },
    ],
    { caption: `${caption} (${columns.length})` },
  )
}

/** Labels come from accounts and times; features made of these can relearn the rule. */
function circular({ config }: ReportFacts): Html | null {
  const on = [
    config.features.users ? 'account names' : '',
    config.features.timeOfDay ? 'the time of day' : '',
    config.features.rateEntity === 'user' && config.features.rateWindows.length > 0
      ? 'rates per account'
      : '',
    config.features.identifiers ? 'identifiers' : '',
  ].filter((name) => name !== '')
  if (on.length === 0) return null
  return html`<div class="ailment">
    <p class="name">! circular features</p>
    <p>
      The labels were made from accounts and times, and the features hold ${on.join(', ')}: the model can
      relearn the labeling rule instead of what an attack looks like. Compare with a run without them.
    </p>
  </div>`
}
