/** Every host's events, and the alerts, as small bars over one common time axis: gaps are seen at once. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { count } from '../../../../preload/figures/format.ts'
import { hrefOf } from '../../app/routing.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { timeTicks, zoneLabel } from '../../time/ticks.ts'
import { useZones } from '../../time/zone.ts'
import classes from './overview.module.css'
import { silences, useGaps } from './use-gaps.ts'

const FEW = 12

export function HostTimeline({ summary }: { summary: CaseSummary }) {
  const { zone } = useZones()
  const [all, setAll] = useState(false)
  const hosts = summary.hosts.toSorted((a, b) => b.events - a.events)
  const shown = all ? hosts : hosts.slice(0, FEW)
  const more = hosts.length - FEW
  const gaps = silences(useGaps())
  const [first, last] = [summary.first ?? 0, summary.last ?? 0]
  const place = (time: number): number =>
    ((time - first) / (last - first + 1)) * (hosts[0]?.counts.length ?? 0)
  const gapsOf = (host: string): [number, number][] =>
    gaps.filter((gap) => gap.host === host).map(({ from, to }) => [place(from), place(to)])
  const button = more > 0 && (
    <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
      {all ? `Show the ${FEW} busiest` : `Show all ${count(hosts.length)}`}
    </Button>
  )
  return (
    <Panel
      title="Events per host"
      note={`${more > 0 && !all ? `the ${FEW} busiest, ` : ''}each on its own scale, times in ${zoneLabel(summary.first ?? 0, zone)}`}
      actions={button}
      flush
    >
      <div className={classes.hosts} style={{ paddingTop: 6 }}>
        {summary.alerts > 0 && (
          <div className={classes.row}>
            <span className={classes.host}>Alerts</span>
            <Spark counts={summary.alertCounts} alerts />
            <span className={classes.number}>{count(summary.alerts)}</span>
          </div>
        )}
        {shown.map((host) => (
          <a
            key={host.host}
            className={classes.row}
            href={hrefOf('events', { filter: `host:"${host.host}"` })}
            title={`Show the events of ${host.host || 'no host'}`}
          >
            <span className={classes.host}>{host.host || '(no host)'}</span>
            <Spark counts={host.counts} gaps={gapsOf(host.host)} />
            <span className={classes.number}>{count(host.events)}</span>
          </a>
        ))}
        <Axis first={summary.first} last={summary.last} />
      </div>
    </Panel>
  )
}

interface SparkProps {
  counts: readonly number[]
  alerts?: boolean
  /** From and to, in slices. */
  gaps?: readonly [number, number][]
}

/** One path of bars; a slice with anything in it is at least a hair high, so that little never looks like nothing. */
function Spark({ counts, alerts = false, gaps = [] }: SparkProps) {
  const most = Math.max(1, ...counts)
  const bars = counts.flatMap((value, index) => {
    if (value === 0) return []
    const height = Math.max(1.5, (value / most) * 18)
    return [`M${index} ${18 - height}h0.86v${height}h-0.86z`]
  })
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${Math.max(1, counts.length)} 18`}
      preserveAspectRatio="none"
      data-alerts={alerts}
      aria-hidden="true"
    >
      {gaps.map(([from, to]) => (
        <rect
          key={from}
          className={classes.gap}
          x={from}
          y={16.5}
          width={Math.max(0.3, to - from)}
          height={1.5}
        />
      ))}
      <path d={bars.join('')} />
    </svg>
  )
}

function Axis({ first, last }: { first: number | null; last: number | null }) {
  const { zone } = useZones()
  if (first === null || last === null || last <= first) return null
  return (
    <div className={classes.row} aria-hidden="true">
      <span />
      <div className={classes.axis}>
        {timeTicks(first, last, zone, 7).map((tick) => (
          <span key={tick.micros} style={{ left: `${((tick.micros - first) / (last - first)) * 100}%` }}>
            {tick.text}
          </span>
        ))}
      </div>
      <span />
    </div>
  )
}
