/** Confusion matrices: drawn for the eye, and in full as a table where the drawing has no room for numbers. */
import type { ProtocolResult } from '../../../preload/contract/evaluation.ts'
import { confusionFigure } from '../../../preload/figures/confusion.ts'
import { count, percent } from '../../../preload/figures/format.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import { figure } from '../drawing.ts'
import type { ReportFacts } from '../facts.ts'
import { visible } from '../../../preload/figures/visible.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { table } from '../tables.ts'
import type { Section } from './opening.ts'

/** With more classes the drawing shows no numbers, or too few of them. */
const DRAWN = 5

export function confusionSection({ evaluation }: ReportFacts): Section {
  const classes = evaluation.classes.map(visible)
  const body = html`<p>
      Rows are what events are, columns what they were called, each with its count and its share of the row.
      Blue is right, orange is wrong; the deeper the color, the larger the share.
    </p>
    <div class="figures wide">
      ${evaluation.protocols.map((p) =>
        figure(
          (document) =>
            confusionFigure({ classes, confusion: chosenMetrics(p).confusion }, { document, width: 430 }),
          html`<b>${p.id}.</b> ${p.title}${p.chosen === 'joint' ? '' : `, gating ${p.chosen}`}.`,
        ),
      )}
    </div>
    ${classes.length > DRAWN ? evaluation.protocols.map((p) => inFull(p, classes)) : null}`
  return { id: 'confusion', title: 'Confusion matrices', body }
}

function inFull(protocol: ProtocolResult, classes: string[]): Html {
  const lines = chosenMetrics(protocol).confusion.map((counts, c) => ({ name: classes[c], counts }))
  return table(
    lines,
    [
      { head: 'true ↓ / called →', header: true, cell: (line) => line.name },
      ...classes.map((name, c) => ({
        head: name,
        number: true,
        cell: (line: (typeof lines)[number]) => {
          const all = line.counts.reduce((sum, n) => sum + n, 0)
          const n = line.counts[c] ?? 0
          return html`${count(n)}<br /><span class="muted">${percent(all === 0 ? null : n / all)}</span>`
        },
      })),
    ],
    { caption: `${protocol.id}, counts and shares of the row` },
  )
}
