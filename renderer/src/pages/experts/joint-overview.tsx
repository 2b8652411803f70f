/** A joint system at a glance: how much weight each expert has, overall, by class, and how it got there. */
import type { ExpertReport, WeightSpread } from '../../../../preload/contract/evaluation.ts'
import { count, counted, decimal, listing, percent } from '../../../../preload/figures/format.ts'
import { gateWeightsFigure } from '../../../../preload/figures/gate.ts'
import { gateHistoryFigure } from '../../../../preload/figures/gate-history.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Hypotheses } from '../../components/hypotheses/hypotheses.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { Term } from '../../components/term/term.tsx'
import { TermTable } from '../../components/term/term-table.tsx'
import classes from './experts.module.css'
import { LossesPanel } from './losses-panel.tsx'
import type { ProtocolProps } from './overview.tsx'
import { ALONE_HEALTH, capital, JOINT_HEALTH } from './words.ts'

export function JointOverview(props: ProtocolProps) {
  const { experts, gate } = props.protocol
  if (experts.length === 1) return <Alone {...props} />
  const { hypotheses } = gate
  return (
    <div className={classes.overview}>
      <MixTable {...props} />
      <div className={classes.pair}>
        <JointGate {...props} />
        <History {...props} />
      </div>
      {hypotheses && hypotheses.length > 0 && <Hypotheses id={props.protocol.id} hypotheses={hypotheses} />}
      <LossesPanel {...props} />
    </div>
  )
}

/** One network or density: no weights to look at, only whether its answer depends on the event. */
function Alone(props: ProtocolProps) {
  const { experts, test } = props.protocol
  const [expert] = experts
  if (!expert) return null
  const { name, hint } = ALONE_HEALTH[expert.health]
  const density = expert.expert === 'unknown'
  return (
    <div className={classes.overview}>
      <Panel
        title={density ? 'One expert, for the unknown' : 'One network'}
        note={`over ${count(test.rows)} test events, ${test.kind}`}
      >
        <p className={classes.alone}>
          <span data-health={expert.health}>{capital(name)}</span>. {hint}{' '}
          {density
            ? 'It learned benign events only and calls an attack what is unlike them; labels of attacks only test it.'
            : 'There are no experts beside it, so there is no gate.'}
          {expert.parameters !== undefined && ` ${count(expert.parameters)} parameters were trained.`}
        </p>
      </Panel>
      <LossesPanel {...props} />
    </div>
  )
}

const HEADS = [
  { name: 'Expert', left: true, hint: 'A part of the network, not a class; the gate mixes what they see.' },
  { name: 'Mean weight', hint: 'What the gate gives it on average; the weights of an event add up to 1.' },
  { name: 'Range', hint: 'Lowest and highest weight over the test events.' },
  { name: 'Largest on', hint: 'Share of test events on which no other expert has more weight.' },
  { name: 'Sees', hint: 'Feature columns that this expert is given.' },
  { name: 'Parameters', hint: 'Numbers in it that were trained.' },
  { name: 'Health', left: true, hint: 'Whether it has a part in the answer.' },
]

function MixTable({ protocol }: ProtocolProps) {
  const { experts, gate, test } = protocol
  return (
    <Panel title="Experts" note={`over ${count(test.rows)} test events, ${test.kind}`} flush>
      <TermTable label="Weight of each expert" heads={HEADS}>
        {experts.map((expert, e) => (
          <Line key={expert.expert} expert={expert} spread={gate.spread?.all[e]} />
        ))}
      </TermTable>
    </Panel>
  )
}

function Line({ expert, spread }: { expert: ExpertReport; spread: WeightSpread | undefined }) {
  const { name, hint } = JOINT_HEALTH[expert.health]
  return (
    <tr>
      <th scope="row">{expert.expert}</th>
      <td>
        {decimal(expert.meanGateWeight)} {spread && <small>± {decimal(spread.deviation)}</small>}
      </td>
      <td>{spread ? `${decimal(spread.min)} to ${decimal(spread.max)}` : '–'}</td>
      <td>{percent(expert.load)}</td>
      <td>{expert.columns ? <Seen columns={expert.columns} /> : 'all'}</td>
      <td>{expert.parameters === undefined ? '–' : count(expert.parameters)}</td>
      <td className={classes.health} data-left="true" data-health={expert.health} aria-label={name}>
        <Term name={name} hint={hint} />
      </td>
    </tr>
  )
}

/** How many columns, and on a look which. */
function Seen({ columns }: { columns: readonly string[] }) {
  return <Term name={counted(columns.length, 'column')} hint={listing(columns, 40)} />
}

function History({ protocol }: ProtocolProps) {
  const { experts, gate } = protocol
  const epochs = gate.history ?? []
  return (
    <Panel title="Gate weights by epoch" note="on validation events; band: one standard deviation">
      {epochs.length === 0 ? (
        <p>No history was kept for this run.</p>
      ) : (
        <Figure
          label={`Mean gate weight of each expert by epoch, ${protocol.id}`}
          of={protocol}
          minHeight={240}
          caption="Where the lines part for good, the gate has taken sides."
          draw={({ width }) =>
            gateHistoryFigure({ experts: experts.map(({ expert }) => expert), epochs }, { width })
          }
        />
      )}
    </Panel>
  )
}

function JointGate({ names, protocol }: ProtocolProps) {
  const { meanWeight, loadEntropy } = protocol.gate
  const experts = protocol.experts.map(({ expert }) => expert)
  return (
    <Panel title="Gate weights per class" note={`evenness of load ${decimal(loadEntropy, 2)}`}>
      <Figure
        label={`Mean gate weight of each expert on events of each class, ${protocol.id}`}
        of={protocol}
        minHeight={240}
        caption="Mean over the test events of a class. Rows that differ say that the gate treats classes differently."
        draw={({ width }) =>
          gateWeightsFigure({ classes: names, experts, meanWeight }, { width: Math.min(width, 560) })
        }
      />
    </Panel>
  )
}
