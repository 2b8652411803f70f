/** Clocks that seem wrong, host by host; a person sets one right in the rule, or lets it be. */
import { Button } from '@mantine/core'
import type { HostClock } from '../../../../preload/contract/clocks.ts'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { count, duration, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
import classes from './labeling.module.css'

interface ClocksProps {
  rule: Rule
  onChange: (rule: Rule) => void
}

const signed = (micros: number): string =>
  micros === 0 ? '0 s' : `${micros < 0 ? '−' : '+'}${duration(Math.abs(micros))}`

export function Clocks({ rule, onChange }: ClocksProps) {
  const { anchor, entity, excludeMachines, exclude, accounts, sids } = rule
  // The window and the clocks of the rule do not matter here: asking again for each would be idle.
  const asked = { anchor, entity, excludeMachines, exclude, accounts, sids }
  const clocks = useCall('labeling.clocks', { rule: asked })
  const applied = rule.skew ?? {}
  const set = (host: string, micros: number | null): void => {
    const rest = Object.fromEntries(Object.entries(applied).filter(([name]) => name !== host))
    onChange({ ...rule, skew: micros === null ? rest : { ...rest, [host]: micros } })
  }
  return (
    <Panel
      title="Clocks"
      note="how far each host's events lie from where the other hosts' lie around their alerts"
    >
      <Loaded query={clocks} lines={6}>
        {(list) =>
          list.length === 0 ? (
            <p className={classes.hint}>
              No host has alerts enough: a clock is told by at least three alerts that name the host and an
              account with events around them.
            </p>
          ) : (
            <TableScroll label="Clocks">
              <table className={classes.clocks}>
                <thead>
                  <tr>
                    <th scope="col">Host</th>
                    <th scope="col">Alerts</th>
                    <th scope="col">Its clock is</th>
                    <th scope="col">95 %</th>
                    <th scope="col">Confidence</th>
                    <th scope="col">Likely offset, ±10 min</th>
                    <th scope="col">In the rule</th>
                  </tr>
                </thead>
                <tbody>
                  {list.map((clock) => (
                    <Row key={clock.host} clock={clock} applied={applied[clock.host]} onSet={set} />
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )
        }
      </Loaded>
      <p className={classes.hint}>
        Nothing is corrected unless you say so. A correction is part of the rule: it is stored and hashed with
        the labels, and taking it out brings back what was.
      </p>
    </Panel>
  )
}

interface RowProps {
  clock: HostClock
  applied: number | undefined
  onSet: (host: string, micros: number | null) => void
}

function Row({ clock, applied, onSet }: RowProps) {
  const { host, incidents, offset, low, high, confidence, wrong, byOthers } = clock
  const word = offset > 0 ? 'fast' : offset < 0 ? 'slow' : 'right'
  return (
    <tr data-wrong={wrong}>
      <th scope="row">{host}</th>
      <td>{count(incidents)}</td>
      <td>
        {wrong ? (
          <b>{`${duration(Math.abs(offset))} ${word}`}</b>
        ) : byOthers ? (
          'right, as far as told'
        ) : (
          `${signed(offset)} from its alerts`
        )}
      </td>
      <td>{`${signed(low)} to ${signed(high)}`}</td>
      <td>{percent(confidence, 0)}</td>
      <td>
        <Likelihood clock={clock} />
      </td>
      <td>
        {applied === undefined && !wrong && confidence < TOLD ? (
          <span className={classes.small}>too little to go by</span>
        ) : applied === undefined && offset === 0 ? (
          <span className={classes.small}>nothing to set right</span>
        ) : applied === undefined ? (
          <Button
            size="compact-xs"
            variant={wrong ? 'filled' : 'default'}
            aria-label={`Set right by ${signed(-offset)}: the clock of ${host}`}
            onClick={() => onSet(host, -offset)}
          >
            Set right by {signed(-offset)}
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="light"
            aria-label={`${signed(applied)}: take out for ${host}`}
            onClick={() => onSet(host, null)}
          >
            {signed(applied)}: take out
          </Button>
        )}
      </td>
    </tr>
  )
}

/** Below this share of agreeing resamplings an offset is chance, and none is offered. */
const TOLD = 0.5

const WIDTH = 240
const HEIGHT = 22
/** Nats below the best that still show. */
const DEPTH = 60

/** Log-likelihood by offset; the middle is a right clock. */
function Likelihood({ clock }: { clock: HostClock }) {
  const { values } = clock.curve
  const x = (i: number): number => (i / Math.max(1, values.length - 1)) * WIDTH
  const y = (value: number): number => HEIGHT - 1 - (1 - Math.min(DEPTH, -value) / DEPTH) * (HEIGHT - 3)
  const path = values
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('')
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes.likelihood}
      aria-hidden="true"
    >
      <line x1={WIDTH / 2} x2={WIDTH / 2} y2={HEIGHT} className={classes.anchor} />
      <path
        d={path}
        fill="none"
        stroke={clock.wrong ? 'var(--figure-wrong)' : 'var(--figure-series-1)'}
        strokeWidth="1.4"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
