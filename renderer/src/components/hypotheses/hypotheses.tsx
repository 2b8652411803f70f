/** What was supposed of the gate, and whether the data agrees: shown beside the gate and beside the verdict. */
import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import type { Hypothesis } from '../../../../preload/contract/evaluation.ts'
import { count, decimal } from '../../../../preload/figures/format.ts'
import { Panel } from '../panel/panel.tsx'
import { TermTable } from '../term/term-table.tsx'
import classes from './hypotheses.module.css'

const HEADS = [
  { name: 'Attack', left: true, hint: 'Classes of the run that belong to it.' },
  { name: 'Expected', left: true, hint: 'The expert that should have the larger weight.' },
  { name: 'Found', left: true, hint: 'Confirmed or refuted where the 95 % interval lies on one side.' },
  { name: 'Temporal', hint: 'Its part of what temporal and tabular weigh together, mean over these events.' },
  { name: '95 % interval', hint: 'Of that mean.' },
  { name: 'Other events', hint: 'The same over all other test events.' },
  { name: 'Events', hint: 'Test events it rests on.' },
]
const ICONS = { confirmed: IconCircleCheck, refuted: IconCircleX, undecided: IconHelpCircle }
const EXPECTED = { temporal: 'temporal', tabular: 'tabular', balanced: 'both alike' }

export function Hypotheses({ id, hypotheses }: { id: string; hypotheses: readonly Hypothesis[] }) {
  return (
    <Panel title="Hypotheses about the gate" note={`${id}, published ones, held against these events`} flush>
      <TermTable label="Hypotheses about the gate" heads={HEADS}>
        {hypotheses.map((one) => (
          <Line key={one.family} hypothesis={one} />
        ))}
      </TermTable>
    </Panel>
  )
}

function Line({ hypothesis }: { hypothesis: Hypothesis }) {
  const { family, classes: own, expected, outcome, temporal, interval, others, events } = hypothesis
  const Icon = ICONS[outcome]
  return (
    <tr>
      <th scope="row" title={own.join(', ')}>
        {family}
      </th>
      <td data-left="true">{EXPECTED[expected]}</td>
      <td data-left="true">
        <span className={classes.outcome} data-outcome={outcome}>
          <Icon size={15} aria-hidden /> {outcome}
        </span>
      </td>
      <td>{decimal(temporal)}</td>
      <td>
        {decimal(interval[0])} to {decimal(interval[1])}
      </td>
      <td>{decimal(others)}</td>
      <td>{count(events)}</td>
    </tr>
  )
}
