/** Which rows the claim rests on: sizes per regime and class, and twins that cross the split. */
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './evaluation.module.css'

export function Rows({ protocol, names }: { protocol: ProtocolResult; names: readonly string[] }) {
  const parts = [
    { name: 'Training', regime: protocol.train },
    { name: 'Validation', regime: protocol.validation },
    { name: 'Test', regime: protocol.test },
  ]
  const share = protocol.test.rows === 0 ? null : protocol.twins / protocol.test.rows
  const note = `${count(protocol.twins)} test rows (${percent(share)}) have an exact twin in training`
  return (
    <Panel title="Rows" note={note} flush>
      <div className={classes.tableScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Regime</th>
              <th scope="col">Rows</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  <ClassBadge name={name} quiet />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ name, regime }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={classes.word}>{regime.kind}</td>
                <td>{count(regime.rows)}</td>
                {names.map((one, i) => (
                  <td key={one}>
                    {count(regime.perClass[i] ?? 0)}{' '}
                    <small>
                      {percent(regime.rows === 0 ? null : (regime.perClass[i] ?? 0) / regime.rows)}
                    </small>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
