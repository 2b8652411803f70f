/** Which events trained and tested each protocol. */
import { count } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import { table } from '../tables.ts'
import { modelInWords, samplingInWords } from '../words.ts'
import { paragraphs } from './opening.ts'
import type { Section } from './opening.ts'

export function sampleSection({ evaluation, config, evidence }: ReportFacts): Section {
  const captures = new Map(evidence.map(({ id, name }) => [String(id), name]))
  const rows = evaluation.protocols.flatMap((protocol) =>
    (['train', 'validation', 'test'] as const).map((part) => ({
      protocol: protocol.id,
      part,
      ...protocol[part],
    })),
  )
  const names = { train: 'training', validation: 'validation', test: 'test' }
  const body = html`${paragraphs(samplingInWords(config, captures))}
  ${paragraphs(modelInWords(config, evaluation.classes))}
  ${table(
    rows,
    [
      { head: '', header: true, cell: (r) => (r.part === 'train' ? r.protocol : '') },
      { head: 'Part', cell: (r) => `${names[r.part]}, ${r.kind}` },
      { head: 'Events', number: true, cell: (r) => count(r.rows) },
      ...evaluation.classes.map((name, c) => ({
        head: name,
        number: true,
        cell: (r: (typeof rows)[number]) => count(r.perClass[c]),
      })),
    ],
    { caption: 'Events in each part, by class', rowClass: (r) => (r.part === 'train' ? 'group' : '') },
  )}`
  return { id: 'samples', title: 'Split, sampling and model', body }
}
