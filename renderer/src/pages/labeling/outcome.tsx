/** What the rule does, in numbers. */
import type { Labeling } from '../../../../preload/contract/labeling.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { Stat, Stats } from '../../components/stat/stat.tsx'

export function Outcome({ labeling }: { labeling: Labeling }) {
  const { events, labeled, benign, apart, dropped, withoutTime, conflicts, alerts, unmatchedAlerts } =
    labeling
  const { overlapping = 0, byVerdict = 0 } = labeling
  const share = (part: number): string => percent(part / Math.max(1, events))
  return (
    <Panel>
      <Stats>
        <Stat label="Labeled" value={count(labeled)} note={share(labeled)} />
        <Stat label="Benign" value={count(benign)} note={share(benign)} />
        <Stat
          label="In conflict"
          value={count(conflicts)}
          note={labeled > 0 ? `${percent(conflicts / labeled)} of labeled` : undefined}
          tone={conflicts > labeled / 10 ? 'warn' : undefined}
        />
        <Stat label="Set apart" value={count(apart)} note="rarer classes" />
        {dropped > 0 && <Stat label="Dropped" value={count(dropped)} note="two classes at once" />}
        {withoutTime > 0 && <Stat label="No time" value={count(withoutTime)} note="cannot be labeled" />}
        <Stat
          label="Idle alerts"
          value={count(unmatchedAlerts)}
          note={`of ${count(alerts)}`}
          tone={unmatchedAlerts > alerts / 2 ? 'warn' : undefined}
        />
        <Stat
          label="Overlapping alerts"
          value={count(overlapping)}
          note="windows meet"
          tone={overlapping > alerts / 2 ? 'warn' : undefined}
        />
        {byVerdict > 0 && <Stat label="By verdict" value={count(byVerdict)} note="people decided" />}
      </Stats>
    </Panel>
  )
}
