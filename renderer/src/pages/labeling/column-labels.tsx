/** Labels that a capture carries itself: choose the column, see its values, say which mean benign, lock. */
import { Button, Checkbox, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { LabelColumn } from '../../../../preload/contract/label-column.ts'
import { count, counted } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { notify } from '../../app/notices/store.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './column-labels.module.css'

const MOST = 64

/** The columns that hold labels; undefined while they are looked for. */
export function useLabelColumns(): LabelColumn[] | undefined {
  return useCall('labeling.columns', {}).data
}

export function ColumnLabels({ columns }: { columns: readonly LabelColumn[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const column = columns.find((one) => one.column === chosen) ?? columns[0]
  if (!column) return null
  return (
    <Panel title="Labels that the capture carries" note="its own truth, without alerts or a window">
      <div className={classes.fields}>
        <Select
          label="Column"
          value={column.column}
          onChange={setChosen}
          allowDeselect={false}
          data={columns.map((one) => one.column)}
        />
        <ColumnForm key={column.column} column={column} />
      </div>
    </Panel>
  )
}

function ColumnForm({ column }: { column: LabelColumn }) {
  const [benign, setBenign] = useState(() =>
    column.values.filter((one) => one.benign).map((one) => one.value),
  )
  const [top, setTop] = useState(MOST)
  const [binary, setBinary] = useState(false)
  const [name, setName] = useState('')
  const lock = useAct('labeling.lockColumn', {
    changes: ['labeling.list', 'cases.current', 'custody.log', 'experiments.features'],
    onDone: (set) =>
      notify({
        tone: 'good',
        title: `Locked: ${set.name}`,
        text: `${count(set.labeling.labeled)} events are labeled as attacks, ${count(set.labeling.benign)} as benign`,
      }),
  })
  const text = name.trim()
  return (
    <>
      <Values column={column} benign={benign} onChange={setBenign} />
      <Switch
        label="All attacks as one class"
        description="To train on one capture and test on another that names its attacks differently"
        checked={binary}
        onChange={(event) => setBinary(event.currentTarget.checked)}
      />
      <div className={classes.row}>
        <NumberInput
          label="Classes kept, the most frequent"
          min={1}
          max={MOST}
          disabled={binary}
          value={top}
          onChange={(next) =>
            typeof next === 'number' && next >= 1 && setTop(Math.min(MOST, Math.round(next)))
          }
          clampBehavior="strict"
          allowDecimal={false}
        />
        <TextInput
          label="Name of the label set"
          placeholder={`column ${column.column}`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          leftSection={<IconLock size={15} />}
          disabled={benign.length === 0}
          loading={lock.isPending}
          onClick={() =>
            lock.mutate({ columns: [column.column], benign, top, binary, ...(text && { name: text }) })
          }
        >
          Lock these labels
        </Button>
      </div>
      {benign.length === 0 && <p className={classes.hint}>Check the value or values that mean benign.</p>}
      {lock.error && <ProblemAlert problem={lock.error} onClose={lock.reset} />}
    </>
  )
}

interface ValuesProps {
  column: LabelColumn
  benign: readonly string[]
  onChange: (benign: string[]) => void
}

function Values({ column, benign, onChange }: ValuesProps) {
  const rest = column.distinct - column.values.length
  return (
    <fieldset className={classes.values}>
      <legend>
        Check what means benign; every other value is a class
        {column.missing > 0 && `. ${counted(column.missing, 'event')} without a value get no label`}
      </legend>
      <ul>
        {column.values.map(({ value, events }) => (
          <li key={value}>
            <Checkbox
              label={visible(value)}
              checked={benign.includes(value)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...benign, value] : benign.filter((one) => one !== value),
                )
              }
            />
            <span>{count(events)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className={classes.hint}>and {counted(rest, 'rarer value')}</p>}
    </fieldset>
  )
}
