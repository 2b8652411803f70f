/** One line per expert: how much the gate relies on it, what it answers by itself, and whether it is worth asking. */
import type { ExpertReport } from '../../../../preload/contract/evaluation.ts'
import { count, decimal, percent } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { Term } from '../../components/term/term.tsx'
import { TermTable } from '../../components/term/term-table.tsx'
import classes from './experts.module.css'
import type { ProtocolProps } from './overview.tsx'
import { HEALTH } from './words.ts'

const HEADS = [
  { name: 'Expert', left: true, hint: 'Each class has one; it answers how likely an event is of its class.' },
  {
    name: 'Load',
    left: true,
    hint: 'Share of test events on which the gate ranks it first. The mark is the share of its class: a sound gate ends near it.',
  },
  { name: 'Mean gate weight', hint: 'What the gate gives it on average, 0 to 1.' },
  { name: 'Own answer', hint: 'Mean and standard deviation of its probability over the test events.' },
  {
    name: 'Own ROC-AUC',
    hint: 'Its class against the rest, by its own answer alone, without the gate; 0.5 is a coin.',
  },
  { name: 'Health', left: true, hint: 'Whether its answer carries evidence.' },
]

export function ExpertTable({ names, protocol }: ProtocolProps) {
  const { test, experts } = protocol
  return (
    <Panel title="Experts" note={`over ${count(test.rows)} test events, ${test.kind}`} flush>
      <TermTable label="Numbers of each expert" heads={HEADS}>
        {experts.map((expert) => (
          <Line
            key={expert.expert}
            expert={expert}
            share={test.rows === 0 ? 0 : (test.perClass[names.indexOf(expert.expert)] ?? 0) / test.rows}
          />
        ))}
      </TermTable>
    </Panel>
  )
}

function Line({ expert, share }: { expert: ExpertReport; share: number }) {
  const { name, hint } = HEALTH[expert.health]
  return (
    <tr>
      <th scope="row">
        <ClassBadge name={expert.expert} quiet />
      </th>
      <td className={classes.loadCell} data-left="true">
        <LoadBar expert={expert.expert} load={expert.load} share={share} />
      </td>
      <td>{decimal(expert.meanGateWeight)}</td>
      <td>
        {decimal(expert.outputMean)} <small>± {decimal(expert.outputDeviation)}</small>
      </td>
      <td>{decimal(expert.rocAuc)}</td>
      <td className={classes.health} data-left="true" data-health={expert.health} aria-label={name}>
        <Term name={name} hint={hint} />
      </td>
    </tr>
  )
}

/** The share as a bar, the share of its class as a mark on it, and both in words for those who cannot see them. */
function LoadBar({ expert, load, share }: { expert: string; load: number; share: number }) {
  const title = `Ranked first on ${percent(load)} of events; ${percent(share)} are of its class`
  return (
    <span className={classes.load} title={title}>
      <span className={classes.track} aria-hidden>
        <span className={classes.fill} style={{ width: `${load * 100}%`, background: classColor(expert) }} />
        <span className={classes.mark} style={{ left: `${share * 100}%` }} />
      </span>
      <span>{percent(load)}</span>
      <small>
        of <span className={classes.hidden}>a class share of</span> {percent(share)}
      </small>
    </span>
  )
}
