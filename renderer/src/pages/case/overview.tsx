/** The open case at a glance. */
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { bytes, count } from '../../../../preload/figures/format.ts'
import { Facts } from '../../components/facts/facts.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { Hash } from '../../components/hash/hash.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { Stat, Stats } from '../../components/stat/stat.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import { go } from '../../app/routing.ts'
import { roughDuration } from '../../time/duration.ts'
import { ClocksPanel } from './clocks-panel.tsx'
import { GapsPanel } from './gaps-panel.tsx'
import { HostTimeline } from './host-timeline.tsx'
import { NextSteps } from './next-steps.tsx'
import classes from './overview.module.css'

export function Overview({ summary }: { summary: CaseSummary }) {
  const span =
    summary.first !== null && summary.last !== null ? roughDuration(summary.last - summary.first) : null
  return (
    <div className={classes.columns}>
      <div className={classes.wide}>
        <Panel title="Evidence" note={span ? `over ${span}` : undefined}>
          <Stats>
            <Stat label="Events" value={count(summary.events)} />
            <Stat label="Alerts" value={count(summary.alerts)} />
            <Stat label="Captures" value={count(summary.captures)} />
            <Stat label="Hosts" value={count(summary.hosts.length)} />
            <Stat label="Label sets" value={count(summary.labelSets)} />
            <Stat label="Runs" value={count(summary.runs)} />
          </Stats>
        </Panel>
        {summary.hosts.length > 0 ? (
          <>
            <HostTimeline summary={summary} />
            <GapsPanel />
          </>
        ) : (
          <Panel title="Events per host">
            <EmptyState title="No events yet" action={{ label: 'Add evidence', run: () => go('evidence') }}>
              Import a log capture (CSV, NDJSON or JSON) to see when each host was heard.
            </EmptyState>
          </Panel>
        )}
      </div>
      <div className={classes.narrow}>
        <NextSteps summary={summary} />
        <ClocksPanel hosts={summary.hosts.map(({ host }) => host)} />
        <Panel title="Case file">
          <CaseFacts summary={summary} />
        </Panel>
      </div>
    </div>
  )
}

function CaseFacts({ summary }: { summary: CaseSummary }) {
  return (
    <Facts>
      <dt>Path</dt>
      <dd className={classes.path}>{summary.path}</dd>
      <dt>Size</dt>
      <dd>{bytes(summary.size)}</dd>
      <dt>Created</dt>
      <dd>
        <TimeText micros={summary.createdAt} precision="s" />
      </dd>
      <dt>First event</dt>
      <dd>{summary.first === null ? '–' : <TimeText micros={summary.first} />}</dd>
      <dt>Last event</dt>
      <dd>{summary.last === null ? '–' : <TimeText micros={summary.last} />}</dd>
      <dt>Custody tip</dt>
      <dd>
        <Hash value={summary.custodyTip} label="custody" />
      </dd>
    </Facts>
  )
}
