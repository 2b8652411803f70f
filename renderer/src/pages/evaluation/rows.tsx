/** Which rows the claim rests on: sizes per part and class, and twins that cross the split. */
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
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
      <TableScroll label="Rows by part and class">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              {parts.map(({ name, regime }) => (
                <th key={name} scope="col" colSpan={2}>
                  {name}, {regime.kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, c) => (
              <tr key={name}>
                <th scope="row">
                  <ClassBadge name={name} quiet />
                </th>
                {parts.map(({ name: part, regime }) => (
                  <Share key={part} rows={regime.perClass[c] ?? 0} all={regime.rows} />
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">All</th>
              {parts.map(({ name, regime }) => (
                <Share key={name} rows={regime.rows} all={null} />
              ))}
            </tr>
          </tbody>
        </table>
      </TableScroll>
    </Panel>
  )
}

/** @param all rows of the part, or null where no share is to be shown */
function Share({ rows, all }: { rows: number; all: number | null }) {
  return (
    <>
      <td>{count(rows)}</td>
      <td className={classes.share}>{all !== null && all > 0 ? percent(rows / all) : ''}</td>
    </>
  )
}
