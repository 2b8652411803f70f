/** What the model knows beyond the rule that made its labels, and which columns would give the rule's inputs away. */
import type { Against, CircularityReport, TellingColumn } from '../../../../preload/contract/circularity.ts'
import { count, decimal, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
import classes from './evaluation.module.css'

const LEAST_SHARE = 0.05
const MOST_COLUMNS = 8

export function Circularity({ run, protocol }: { run: string; protocol: string }) {
  const found = useCall('evaluation.circularity', { run })
  return (
    <Panel title="Beyond the labeling rule" note={found.data && note(found.data, protocol)}>
      <Loaded query={found}>
        {(data) => (
          <div className={classes.beyond}>
            <Lift report={data} protocol={protocol} />
            <Telling columns={data.columns} />
          </div>
        )}
      </Loaded>
    </Panel>
  )
}

function note({ truth, lifts }: CircularityReport, protocol: string): string | undefined {
  const lift = lifts.find((one) => one.protocol === protocol)?.lift
  if (!lift) return undefined
  // Whatever is called malicious is right where everything is: only recall tells there.
  const bad =
    lift.malicious === lift.events
      ? 'all malicious, so precision says nothing'
      : `${count(lift.malicious)} malicious`
  return `${count(lift.events)} test events of known truth (${truth}), ${bad}`
}

function Lift({ report: { byRule, lifts }, protocol }: { report: CircularityReport; protocol: string }) {
  if (!byRule)
    return (
      <p>The labels come from a column of the captures: there is no rule that a model could learn again.</p>
    )
  const found = lifts.find((one) => one.protocol === protocol)?.lift
  if (!found)
    return (
      <p>
        The labels are the rule: against them no model can do better than the rule itself. With truth (a label
        column of a capture, or verdicts on the Labeling page) both would be held against it here.
      </p>
    )
  const { rule, model, lift } = found
  return (
    <TableScroll label="The rule and the model against truth">
      <table className={classes.lift}>
        <thead>
          <tr>
            <th scope="col">Against truth</th>
            <th scope="col">Called malicious</th>
            <th scope="col">Precision</th>
            <th scope="col">Recall</th>
            <th scope="col">F1</th>
          </tr>
        </thead>
        <tbody>
          <Row name="the labeling rule" of={rule} />
          <Row name="the model" of={model} />
        </tbody>
        <tfoot>
          <tr data-tone={lift !== null && lift > 0 ? 'good' : 'bad'}>
            <th scope="row" colSpan={4}>
              Lift over the rule
            </th>
            <td>{lift === null ? 'not defined' : `${lift < 0 ? '−' : '+'}${decimal(Math.abs(lift))}`}</td>
          </tr>
        </tfoot>
      </table>
    </TableScroll>
  )
}

function Row({ name, of }: { name: string; of: Against }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{count(of.called)}</td>
      <td>{percent(of.precision)}</td>
      <td>{percent(of.recall)}</td>
      <td>{decimal(of.f1)}</td>
    </tr>
  )
}

/** Columns that could be features, and how much of the rule's inputs they tell. */
function Telling({ columns }: { columns: readonly TellingColumn[] }) {
  const shown = columns.filter(({ user, time }) => Math.max(user, time) >= LEAST_SHARE).slice(0, MOST_COLUMNS)
  if (shown.length === 0) return <p>No column tells anything of an event’s user or time.</p>
  return (
    <TableScroll label="Columns that tell user or time">
      <table className={classes.lift}>
        <thead>
          <tr>
            <th scope="col">Column tells</th>
            <th scope="col">of the user</th>
            <th scope="col">of the time</th>
            <th scope="col">as a feature</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ column, user, time, used }) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td>{percent(user)}</td>
              <td>{percent(time)}</td>
              <td>{used ? 'used' : 'left out'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}
