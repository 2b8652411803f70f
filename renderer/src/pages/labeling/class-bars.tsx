/** Events per class as bars, and why alerts caught nothing. */
import type { Labeling } from '../../../../preload/contract/labeling.ts'
import { count, counted } from '../../../../preload/figures/format.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor, knowClasses } from '../../components/class-badge/colors.ts'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './labeling.module.css'

const SHOWN = 14

type Reason = keyof Labeling['unmatchedBy']

interface ClassBarsProps {
  labeling: Labeling
  /** The reason that is looked into, and how another is. */
  reason: Reason | null
  onReason: (reason: Reason | null) => void
}

export function ClassBars({ labeling, reason: open, onReason }: ClassBarsProps) {
  knowClasses(labeling.byClass.map((one) => one.name))
  const shown = labeling.byClass.slice(0, SHOWN)
  const most = Math.max(1, ...labeling.byClass.map((one) => one.events))
  const more = labeling.byClass.length - shown.length
  const unmatched = (Object.entries(labeling.unmatchedBy) as [Reason, number][]).toSorted(
    ([, a], [, b]) => b - a,
  )
  return (
    <div className={classes.pair}>
      <Panel title="Events per class" note="the kept ones are trained on">
        {shown.length === 0 && (
          <p className={classes.hint}>
            No event falls into any window. Make it longer, or look at why below.
          </p>
        )}
        <ul className={classes.bars}>
          {shown.map((one) => (
            <li key={one.name} data-kept={one.kept}>
              <ClassBadge name={one.name} quiet />
              <Bar
                share={one.events / most}
                color={one.kept ? classColor(one.name) : 'var(--mantine-color-default-border)'}
              />
              <span className={classes.number}>{count(one.events)}</span>
              <span className={classes.small}>{one.kept ? counted(one.alerts, 'alert') : 'set apart'}</span>
            </li>
          ))}
        </ul>
        {more > 0 && (
          <p className={classes.hint}>and {counted(more, 'rarer class', 'rarer classes')}, set apart</p>
        )}
      </Panel>
      <Panel
        title="Alerts without events"
        note={`${count(labeling.unmatchedAlerts)} of ${count(labeling.alerts)}`}
      >
        {unmatched.length === 0 && <p className={classes.hint}>Every alert caught something.</p>}
        <ul className={classes.bars} data-reasons="true">
          {unmatched.map(([reason, alerts]) => (
            <li key={reason}>
              <button
                type="button"
                className={classes.reasonButton}
                aria-pressed={reason === open}
                onClick={() => onReason(reason === open ? null : reason)}
              >
                {reason}
              </button>
              <Bar share={alerts / Math.max(1, labeling.alerts)} color="var(--t-alert)" />
              <span className={classes.number}>{count(alerts)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function Bar({ share, color }: { share: number; color: string }) {
  return (
    <span className={classes.track} aria-hidden>
      <span style={{ width: `${share * 100}%`, background: color }} />
    </span>
  )
}
