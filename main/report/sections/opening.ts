/** Title, verdicts in short, notes, table of contents. */
import { count, instant, shortHash } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'

export interface Section {
  id: string
  title: string
  body: Html
}

export function opening(facts: ReportFacts, sections: readonly Section[]): Html {
  const { run, evaluation } = facts
  return html`<p class="eyebrow">
      Tribunal · evaluation report${facts.case.practice ? ' · practice case, synthetic data' : ''}
    </p>
    <h1>${facts.title}</h1>
    <p class="meta">
      Case “${facts.case.name}” · ${run.id} “${run.name}”, ${instant(wholeSeconds(run.createdAt))} · written
      ${instant(wholeSeconds(facts.writtenAt))} · custody tip <code>${shortHash(facts.custody.tip)}</code> at
      entry ${count(facts.custody.entries)}
    </p>
    ${evaluation.protocols.map(
      (protocol) =>
        html`<p class="lead"><b>${protocol.id}</b>, ${lower(protocol.title)}. ${protocol.verdict}</p>`,
    )}
    ${
      facts.notes.trim() === ''
        ? null
        : html`<p class="minor">Notes</p>
            <div class="notes">${facts.notes.trim()}</div>`
    }
    <ol class="toc">
      ${sections.map((section, i) => html`<li><a href="#${section.id}">${i + 1}&ensp;${section.title}</a></li>`)}
    </ol>`
}

/** A section's heading with its number, and its body. */
export function numbered(section: Section, index: number): Html {
  return html`<section id="${section.id}">
    <h2><span class="n">${`${index + 1} `}</span><span>${section.title}</span></h2>
    ${section.body}
  </section>`
}

export const paragraphs = (sentences: readonly string[]): Html => html`<p>${sentences.join(' ')}</p>`
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
/** Fractions of a second say nothing here. */
export const wholeSeconds = (micros: number): number => Math.floor(micros / 1_000_000) * 1_000_000
