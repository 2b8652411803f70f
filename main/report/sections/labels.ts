/** How events got their labels: the rule in words and numbers, and what it gave. */
import { count, duration, percent } from '../../../preload/figures/format.ts'
import type { ReportFacts } from '../facts.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { exact, pairs, table } from '../tables.ts'
import type { ColumnRule } from '../../../preload/contract/label-column.ts'
import { isColumnRule } from '../../../preload/contract/labeling.ts'
import { columnInWords, ruleInWords } from '../words.ts'
import { paragraphs } from './opening.ts'
import type { Section } from './opening.ts'

export function labelSection({ labelSet }: ReportFacts): Section {
  const { rule, labeling } = labelSet
  if (isColumnRule(rule)) return columnSection(labelSet, rule)
  const body = html`${paragraphs(ruleInWords(rule))}
  ${pairs([
    ['Label set', html`${labelSet.name} (${labelSet.id})`],
    ['Window', html`${duration(rule.before)} before, ${duration(rule.after)} after`],
    ['Anchor', rule.anchor],
    ['Accounts compared', rule.entity],
    ['Conflicts', rule.conflict],
    ['Class by', html`${rule.classBy}, the ${rule.top} most frequent`],
    ['Machine accounts', rule.excludeMachines ? 'excluded' : 'included'],
    ['Hash of the rule', exact(labelSet.ruleHash)],
    ['Hash of the labels', exact(labelSet.labelsHash)],
  ])}
  ${byClass(labeling)} ${totals(labeling)}`
  return { id: 'labels', title: 'Labels', body }
}

function columnSection(labelSet: ReportFacts['labelSet'], rule: ColumnRule): Section {
  const { labeling } = labelSet
  const rows = [
    ...labeling.byClass.map((c) => ({ ...c, fate: c.kept ? 'trained and tested' : 'set apart' })),
    {
      name: 'benign',
      events: labeling.benign,
      kept: true,
      fate: rule.benign.map((value) => value || '(empty)').join(', '),
    },
  ]
  const body = html`${paragraphs(columnInWords(rule))}
  ${pairs([
    ['Label set', html`${labelSet.name} (${labelSet.id})`],
    ['Column', rule.columns.join(', ')],
    ['Benign is', rule.benign.map((value) => value || '(empty)').join(', ')],
    ['Captures', rule.sources.join(', ')],
    ['Hash of the rule', exact(labelSet.ruleHash)],
    ['Hash of the labels', exact(labelSet.labelsHash)],
  ])}
  ${table(
    rows,
    [
      { head: 'Class', header: true, cell: (r) => r.name },
      { head: 'Events', number: true, cell: (r) => count(r.events) },
      {
        head: 'Share',
        number: true,
        cell: (r) => percent(labeling.events === 0 ? null : r.events / labeling.events),
      },
      { head: '', cell: (r) => r.fate },
    ],
    { caption: 'Events by class', rowClass: (r) => (r.kept ? '' : 'rest') },
  )}
  ${pairs([
    ['Events', html`${count(labeling.events)}, of which ${count(labeling.labeled)} labeled as an attack`],
    ['Without a label', count(labeling.withoutLabel ?? 0)],
    ['Labeled, but set apart', count(labeling.apart)],
    ['Without a time', count(labeling.withoutTime)],
  ])}`
  return { id: 'labels', title: 'Labels', body }
}

type Labeling = ReportFacts['labelSet']['labeling']

function byClass(labeling: Labeling): Html {
  const rows = [
    ...labeling.byClass.map((c) => ({ ...c, fate: c.kept ? 'trained and tested' : 'set apart' })),
    { name: 'benign', events: labeling.benign, alerts: null, kept: true, fate: 'everything no alert claims' },
  ]
  return table(
    rows,
    [
      { head: 'Class', header: true, cell: (r) => r.name },
      { head: 'Events', number: true, cell: (r) => count(r.events) },
      {
        head: 'Share',
        number: true,
        cell: (r) => percent(labeling.events === 0 ? null : r.events / labeling.events),
      },
      { head: 'Alerts', number: true, cell: (r) => count(r.alerts) },
      { head: '', cell: (r) => r.fate },
    ],
    { caption: 'Events by class', rowClass: (r) => (r.kept ? '' : 'rest') },
  )
}

function totals(labeling: Labeling): Html {
  const reasons = Object.entries(labeling.unmatchedBy).map(([reason, n]) => `${reason}: ${count(n)}`)
  return pairs([
    ['Events', html`${count(labeling.events)}, of which ${count(labeling.labeled)} labeled`],
    ['In windows of several classes', count(labeling.conflicts)],
    ['Dropped by conflict policy', count(labeling.dropped)],
    ['Labeled, but set apart', count(labeling.apart)],
    ['Without a time', count(labeling.withoutTime)],
    [
      'Alerts that match nothing',
      html`${count(labeling.unmatchedAlerts)} of
      ${count(labeling.alerts)}${reasons.length > 0 ? html` (${reasons.join(', ')})` : null}`,
    ],
  ])
}
