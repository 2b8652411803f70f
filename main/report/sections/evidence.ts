/** Which files the case rests on, and how each was read. */
import { bytes, count, instant } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import { exact, table } from '../tables.ts'
import type { Section } from './opening.ts'

export function evidenceSection({ evidence }: ReportFacts): Section {
  const body = html`<p>
      Every file was hashed while it was read; <code>tribunal verify</code> hashes it again. Rows that could
      not be read are kept aside with their reasons, not dropped in silence.
    </p>
    ${table(evidence, [
      {
        head: 'File',
        header: true,
        cell: (s) =>
          html`${s.name}<br /><span class="muted"
              >${s.kind === 'alerts' ? 'alerts' : 'log capture'}, ${s.reader}, ${bytes(s.size)}</span
            >`,
      },
      { head: 'Accepted', number: true, cell: (s) => count(s.accepted) },
      { head: 'Rejected', number: true, cell: (s) => count(s.rejected) },
      {
        head: 'Time zone, and why',
        cell: (s) => html`${s.zone}<br /><span class="muted">${s.zoneEvidence}</span>`,
      },
      { head: 'First and last time', cell: (s) => html`${instant(s.first)}<br />${instant(s.last)}` },
    ])}
    ${table(evidence, [
      { head: 'File', header: true, cell: (s) => s.name },
      { head: 'SHA-256', cell: (s) => exact(s.sha256) },
      { head: 'Path at import', cell: (s) => html`<span class="hash">${s.path}</span>` },
    ])}`
  return { id: 'evidence', title: 'Evidence', body }
}
