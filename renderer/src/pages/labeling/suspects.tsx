/** Labels that are probably wrong, and what people say of them. */
import { Button, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { isColumnRule, type LabelSet, type Rule } from '../../../../preload/contract/labeling.ts'
import type { SuspectsInfo } from '../../../../preload/contract/suspects.ts'
import { count, counted, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { Skeletons } from '../../components/loaded/skeletons.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './labeling.module.css'
import { SuspectAlerts } from './suspect-alerts.tsx'
import { SuspectEvents } from './suspect-events.tsx'

interface SuspectsProps {
  rule: Rule
  onChange: (rule: Rule) => void
}

export function Suspects({ rule, onChange }: SuspectsProps) {
  const list = useCall('labeling.list', {}).data
  const [chosen, choose] = useState<string | null>(null)
  const verdicts = useCall('suspects.verdicts', {}).data ?? []
  if (!list) return <Skeletons lines={8} />
  const sets = list.filter((one) => !isColumnRule(one.rule))
  const set = sets.find(({ id }) => id === chosen) ?? sets.at(-1)
  if (!set)
    return (
      <Panel title="Suspects">
        <p className={classes.hint}>
          Lock a rule first: the labels of a label set are ranked by how probably they are wrong.
        </p>
      </Panel>
    )
  const newest = verdicts.at(-1)?.id
  const counts = rule.verdicts !== undefined && rule.verdicts === newest
  return (
    <>
      <Queue set={set} sets={sets} onChoose={choose} />
      {newest !== undefined && (
        <Panel
          title="Verdicts"
          note={`${counted(verdicts.length, 'entry', 'entries')}, each in the custody log`}
        >
          <Button variant="default" disabled={counts} onClick={() => onChange({ ...rule, verdicts: newest })}>
            {counts ? 'The rule counts them' : 'Let them decide in this rule'}
          </Button>
          <p className={classes.hint}>
            The rule then counts verdicts up to number {newest}; lock it to make a new label set. Older sets
            stay as they are.
          </p>
        </Panel>
      )}
    </>
  )
}

interface QueueProps {
  set: LabelSet
  sets: LabelSet[]
  onChoose: (id: string | null) => void
}

function Queue({ set, sets, onChoose }: QueueProps) {
  const [by, setBy] = useState<'alerts' | 'events'>('alerts')
  const info = useCall('suspects.info', { labelSet: set.id })
  const find = useJobStart('suspects.find', () => void info.refetch())
  const actions = (
    <span className={classes.tools}>
      <Select
        aria-label="Label set"
        data={sets.map(({ id, name }) => ({ value: id, label: name }))}
        value={set.id}
        onChange={onChoose}
        allowDeselect={false}
        w={220}
      />
      <SegmentedControl
        value={by}
        onChange={(next) => setBy(next)}
        aria-label="What is ranked"
        data={[
          { value: 'alerts', label: 'Alerts' },
          { value: 'events', label: 'Events' },
        ]}
      />
    </span>
  )
  return (
    <Panel
      title="Suspects"
      note={info.data && infoLine(info.data)}
      actions={actions}
      flush={Boolean(info.data)}
    >
      {find.problem && <ProblemAlert problem={find.problem} onClose={find.reset} />}
      {info.data === null && (
        <div>
          <p className={classes.hint}>
            Trees are trained four times, each time without a quarter of the incidents, and say what they
            think of the events that they did not see. Where they confidently think otherwise, the label is a
            suspect.
          </p>
          <Button mt="sm" loading={find.busy} onClick={() => find.start({ labelSet: set.id })}>
            Look for wrong labels
          </Button>
        </div>
      )}
      {info.data && (by === 'alerts' ? <SuspectAlerts set={set.id} /> : <SuspectEvents info={info.data} />)}
    </Panel>
  )
}

function infoLine({ suspects, events, agreement }: SuspectsInfo): string {
  return `${count(suspects)} of ${count(events)} labels are probably wrong; trees agree with ${percent(agreement)}`
}
