/** With what this was made, so that it can be made again and checked. */
import { count, decimal, instant } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import { exact, pairs } from '../tables.ts'
import { wholeSeconds } from './opening.ts'
import type { Section } from './opening.ts'

export function provenanceSection(facts: ReportFacts): Section {
  const { run, software, custody, labelSet, features } = facts
  const body = html`${pairs([
      ['Engine', run.engineTrouble ? html`${run.engine}. ${run.engineTrouble}` : run.engine],
      ['Seed', String(run.seed)],
      ['Trained', html`${instant(wholeSeconds(run.createdAt))}, in ${decimal(run.seconds, 1)} s`],
      ['Tribunal', html`${software.tribunal}, on Node ${software.node}`],
      ['Hash of the config', exact(run.configHash)],
      ['Hash of the labels', exact(labelSet.labelsHash)],
      ['Hash of the labeling rule', exact(labelSet.ruleHash)],
      ['Hash of the feature encoder', exact(features.encoderHash)],
      ['Hash of the weights', exact(run.weightsHash)],
      ['Hash of the scores', exact(run.scoresHash)],
      [
        'Custody log',
        html`${count(custody.entries)} entries, chain
        ${custody.intact ? 'intact' : html`<span class="badge bad">✕ broken</span>`} when this was written`,
      ],
      ['Custody tip', exact(custody.tip)],
    ])}
    <h3 class="minor">Experiment</h3>
    <pre>${JSON.stringify(facts.config, null, 2)}</pre>`
  return { id: 'provenance', title: 'How it was made', body }
}

export function verifySection(facts: ReportFacts): Section {
  const body = html`<p>With the case file and the evidence files at hand:</p>
    <pre>tribunal verify CASE</pre>
    <p>
      recomputes the custody chain and compares it with the log, hashes every evidence file again, labels all
      events again by the stored rule, recomputes the hashes of config, weights, scores and reports, and
      computes every metric of this report that follows from the stored scores again. It says match or
      mismatch line by line.
    </p>
    <p>
      To make the run again, give the experiment above to <code>tribunal run CASE EXPERIMENT.json</code>: the
      same case, config, seed and engine give the same hash of weights and of scores. The custody tip pins the
      log as it was before this report was stored: an entry with the hash
      <code>${facts.custody.tip.slice(0, 12)}…</code> must still be there, at place
      ${count(facts.custody.entries)}.
    </p>`
  return { id: 'verify', title: 'How to verify it', body }
}
