/** Clocks of hosts that are set right wherever their events are read. Nothing stored changes; each act is logged. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { visible } from '../../../../preload/figures/visible.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { durationText, parseDuration } from '../../time/duration.ts'
import classes from './gaps-panel.module.css'

export function ClocksPanel({ hosts }: { hosts: readonly string[] }) {
  const clocks = useCall('cases.clocks', {}).data
  const [host, setHost] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const act = useAct('cases.setClock', { changes: 'all' })
  const shift = signed(typed)
  const names = hosts.filter((name) => name !== '')
  // Nothing is said of clocks before it is known.
  if (names.length === 0 || !clocks) return null
  return (
    <Panel title="Clocks">
      {clocks.length === 0 ? (
        <p className={classes.hint}>
          All times are as recorded. A clock that was wrong can be set right wherever events are read and
          exported; a labeling rule has clocks of its own.
        </p>
      ) : (
        <ul className={classes.list}>
          {clocks.map((clock) => (
            <li key={clock.host}>
              <span title={clock.note}>
                {visible(clock.host)} {clock.shift > 0 ? '+' : ''}
                {durationText(clock.shift)}
                {clock.note && `: ${visible(clock.note)}`}
              </span>
              <Button
                size="compact-xs"
                variant="subtle"
                disabled={act.isPending}
                onClick={() => act.mutate({ host: clock.host, shift: 0, note: '' })}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className={classes.clock}
        onSubmit={(event) => {
          event.preventDefault()
          if (!host || !shift || act.isPending) return
          // Only what was sent is cleared: the next may be typed before the answer is here.
          const sent = typed
          act.mutate({ host, shift, note }, { onSuccess: () => setTyped((now) => (now === sent ? '' : now)) })
        }}
      >
        <Select label="Host" data={[...new Set(names)]} value={host} onChange={setHost} searchable w={130} />
        <TextInput
          label="Add"
          placeholder="-2m30s"
          value={typed}
          error={typed !== '' && shift === null}
          onChange={(event) => setTyped(event.target.value)}
          w={90}
        />
        <TextInput label="Why" value={note} onChange={(event) => setNote(event.target.value)} w={140} />
        <Button type="submit" variant="default" disabled={!host || !shift} loading={act.isPending}>
          Set
        </Button>
      </form>
      {act.error && <ProblemAlert problem={act.error} />}
    </Panel>
  )
}

/** Microseconds; null where it is no duration. */
function signed(text: string): number | null {
  const bare = text.trim().replace('−', '-')
  const size = parseDuration(bare.replace(/^[+-]/, ''))
  return size !== null && bare.startsWith('-') ? -size : size
}
