/** The report of a run: one HTML file that needs nothing else, and the same facts as JSON. */
import type { CaseFile } from '../case/case-file.ts'
import { gatherFacts } from './facts.ts'
import type { ReportFacts } from './facts.ts'
import { html, trusted } from './html.ts'
import { circularitySection } from './sections/circularity.ts'
import { confusionSection } from './sections/confusions.ts'
import { curveSection } from './sections/curves.ts'
import { evidenceSection } from './sections/evidence.ts'
import { featureSection } from './sections/features.ts'
import { labelSection } from './sections/labels.ts'
import { numberSection } from './sections/numbers.ts'
import { numbered, opening } from './sections/opening.ts'
import { panelSection } from './sections/panel.ts'
import { protocolSection } from './sections/protocols.ts'
import { provenanceSection, verifySection } from './sections/provenance.ts'
import { sampleSection } from './sections/samples.ts'
import { STYLE } from './style.ts'

/**
 * Writes nothing; the caller stores what it gets.
 * @param options.notes free text of the person, shown as it is
 * @throws Problem no-such-run
 */
export function buildReport(
  c: CaseFile,
  runId: string,
  options: { title: string; notes: string; writtenAt?: number },
): { html: string; json: string } {
  const facts = gatherFacts(c, runId, options)
  return { html: writeHtml(facts), json: `${JSON.stringify(facts, null, 2)}\n` }
}

/** The whole page. Its policy forbids scripts and every request. */
function writeHtml(facts: ReportFacts): string {
  const sections = [
    evidenceSection,
    labelSection,
    sampleSection,
    protocolSection,
    numberSection,
    confusionSection,
    curveSection,
    panelSection,
    featureSection,
    circularitySection,
    provenanceSection,
    verifySection,
  ].map((make) => make(facts))
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Tribunal ${facts.software.tribunal}" />
        <title>${facts.title}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <main>
          ${opening(facts, sections)} ${sections.map(numbered)}
          <footer>
            Tribunal ${facts.software.tribunal} · case “${facts.case.name}” · run ${facts.run.id} · weights
            ${facts.run.weightsHash.slice(0, 12)} · scores ${facts.run.scoresHash.slice(0, 12)} · custody tip
            ${facts.custody.tip.slice(0, 12)}
          </footer>
        </main>
      </body>
    </html> `.text
}
