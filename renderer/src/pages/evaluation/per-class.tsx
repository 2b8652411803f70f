/** Each class by itself: an average hides what a class lost. */
import type { ProtocolResult, Strategy } from '../../../../preload/contract/evaluation.ts'
import { count, decimal, percent } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
import classes from './evaluation.module.css'

const HEADS = ['Class', 'Rows', 'Called', 'Precision', 'Recall', 'F1', 'ROC-AUC', 'PR-AUC', 'Floor']

export function PerClass({ protocol, strategy }: { protocol: ProtocolResult; strategy: Strategy }) {
  const result = protocol.strategies.find((one) => one.strategy === strategy)
  if (!result) return null
  return (
    <Panel title="By class" note={strategy === 'joint' ? protocol.id : `${protocol.id}, ${strategy}`} flush>
      <TableScroll label="Numbers by class">
        <table className={classes.table}>
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.metrics.perClass.map((one) => (
              <tr key={one.class} data-lost={one.support > 0 && (one.recall ?? 0) === 0}>
                <th scope="row">
                  <ClassBadge name={one.class} quiet />
                </th>
                <td>{count(one.support)}</td>
                <td>{count(one.predicted)}</td>
                <td>{percent(one.precision)}</td>
                <td>{percent(one.recall)}</td>
                <td>{percent(one.f1)}</td>
                <td>{decimal(one.rocAuc)}</td>
                <td>{decimal(one.prAuc)}</td>
                <td>{decimal(one.prevalence)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Panel>
  )
}
