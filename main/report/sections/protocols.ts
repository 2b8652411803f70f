/** The three protocols side by side: ailments first, in plain words, and what each result is worth. */
import type { Ailment, ProtocolResult } from '../../../preload/contract/evaluation.ts'
import { percent } from '../../../preload/figures/format.ts'
import { chosenMetrics } from '../../evaluation/chosen.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import type { Section } from './opening.ts'

export function protocolSection(facts: ReportFacts): Section {
  const { protocols } = facts.evaluation
  const body = html`<div class="cards">${protocols.map(card)}</div>
    <h3>Did E1 collapse?</h3>
    ${collapseBox(facts)} ${protocols.map(ailmentsOf)}`
  return { id: 'protocols', title: 'The protocols and what ails them', body }
}

function card(protocol: ProtocolResult): Html {
  const m = chosenMetrics(protocol)
  const tone = protocol.holds ? 'good' : 'bad'
  return html`<article class="card ${tone}">
    <header>
      <b>${protocol.id}</b
      ><span class="badge ${tone}">${protocol.holds ? '✓ holds' : '✕ does not hold'}</span>
    </header>
    <p class="muted">${protocol.title}</p>
    <ul>
      ${protocol.ailments.map((ailment) => html`<li>${mark(ailment)} ${nameOf(ailment)}</li>`)}
      ${protocol.ailments.length === 0 ? html`<li><span class="mark good">✓</span> no ailment found</li>` : null}
    </ul>
    <dl class="keys">
      <dt>macro F1</dt>
      <dd>${percent(m.macro.f1)}</dd>
      <dt>attacks found</dt>
      <dd>${percent(m.binary.recall)}</dd>
      <dt>alarms right</dt>
      <dd>${percent(m.binary.precision)}</dd>
    </dl>
  </article>`
}

function mark(ailment: Ailment): Html {
  return ailment.severity === 'severe'
    ? html`<span class="mark bad" title="severe">✕</span>`
    : html`<span class="mark fair" title="warning">!</span>`
}

/** `gate-collapse` → `Gate collapse`. */
export function nameOf(ailment: { kind: string }): string {
  const words = ailment.kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function collapseBox({ collapse }: ReportFacts): Html {
  const tone = { collapsed: 'bad', 'in part': '', none: 'good', 'not run': '' }[collapse.state]
  const answer = { collapsed: 'Yes', 'in part': 'In part', none: 'No', 'not run': 'Not run' }[collapse.state]
  return html`<div class="ailment ${tone}">
    <p class="name">${answer}</p>
    <p>${collapse.statement}</p>
  </div>`
}

function ailmentsOf(protocol: ProtocolResult): Html {
  return html`<h3>${protocol.id}: ${protocol.title.toLowerCase()}</h3>
    <p>${protocol.verdict}</p>
    ${protocol.ailments.map(ailmentBox)}
    <h4>Looked for and not found</h4>
    <ul class="cleared">
      ${protocol.cleared.map(
        (c) => html`<li><span class="mark good">✓</span>&ensp;<b>${nameOf(c)}.</b> ${c.evidence}</li>`,
      )}
      ${protocol.cleared.length === 0 ? html`<li>Nothing: every ailment that was looked for was found.</li>` : null}
    </ul>`
}

function ailmentBox(ailment: Ailment): Html {
  const severe = ailment.severity === 'severe'
  return html`<article class="ailment ${severe ? 'bad' : ''}">
    <p class="name">${severe ? '✕ severe' : '! warning'} · ${nameOf(ailment)}</p>
    <p class="finding">${ailment.finding}</p>
    <p class="evidence"><b>Evidence.</b> ${ailment.evidence}</p>
    <p class="why"><b>Why it matters.</b> ${ailment.why}</p>
    <p class="why"><b>What to do.</b> ${ailment.advice}</p>
  </article>`
}
