/** The events of one confusion cell, each with a way to its record. */
import type { ProtocolId } from '../../../../preload/contract/experiment.ts'
import type { Strategy } from '../../../../preload/contract/evaluation.ts'
import { count } from '../../../../preload/figures/format.ts'
import { hrefOf } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './evaluation.module.css'

export interface Cell {
  protocol: ProtocolId
  strategy: Strategy
  truth: number
  predicted: number
  truthName: string
  predictedName: string
}

export function CellEvents({ run, cell }: { run: string; cell: Cell }) {
  const { protocol, strategy, truthName, predictedName } = cell
  const hearings = useCall('experts.hearings', {
    run,
    protocol,
    strategy,
    truth: truthName,
    predicted: predictedName,
    limit: 200,
  })
  return (
    <Loaded query={hearings} lines={8}>
      {({ total, rows }) => (
        <>
          <p className={classes.cellNote}>
            {count(total)} test events{total > rows.length && `, the first ${count(rows.length)} here`}
          </p>
          <ul className={classes.cellList}>
            {rows.map((row) => (
              <li key={row.event}>
                <a href={hrefOf('events', { event: row.event })}>
                  <TimeText micros={row.time} precision="s" />
                  <span>{row.host || '–'}</span>
                  <span>{row.user || '–'}</span>
                  <span>{row.action || '–'}</span>
                </a>
              </li>
            ))}
          </ul>
          {total > 0 && (
            <a
              className={classes.cellLink}
              href={hrefOf('experts', {
                run,
                protocol,
                strategy,
                truth: truthName,
                predicted: predictedName,
              })}
            >
              Who fired, event by event
            </a>
          )}
        </>
      )}
    </Loaded>
  )
}
