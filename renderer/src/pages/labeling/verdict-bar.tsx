/** Says what one event is: malicious, benign or unsure, with a class and a note; or takes back what was said. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SuspectEvent } from '../../../../preload/contract/suspects.ts'
import { decimal } from '../../../../preload/figures/format.ts'
import { useAct } from '../../api/use-call.ts'
import { go } from '../../app/routing.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './labeling.module.css'

interface VerdictBarProps {
  suspect: SuspectEvent
  classNames: string[]
  onDone: () => void
}

const CHANGES = [
  'suspects.events',
  'suspects.verdicts',
  'labeling.truths',
  'labeling.preview',
  'custody.log',
] as const

export function VerdictBar({ suspect, classNames, onDone }: VerdictBarProps) {
  const { event, label, likely, ofLabel, ofLikely, verdict: said } = suspect
  const [note, setNote] = useState('')
  const [name, setName] = useState<string | null>(label === 'benign' ? likely : label)
  const say = useAct('suspects.adjudicate', { changes: [...CHANGES], onDone })
  const as = (verdict: 'malicious' | 'benign' | 'unsure' | 'withdrawn') => (): void => {
    // Until the first is written down a second key is about the next event, which is not here yet.
    if (!say.isPending) say.mutate({ event, verdict, class: verdict === 'malicious' ? name : null, note })
  }
  useShortcuts([
    { keys: 'm', label: 'The event is malicious', group: 'Suspects', run: as('malicious') },
    { keys: 'b', label: 'The event is benign', group: 'Suspects', run: as('benign') },
    { keys: 'u', label: 'Unsure what the event is', group: 'Suspects', run: as('unsure') },
  ])
  return (
    <div className={classes.verdict}>
      <p>
        Event {event} is labeled <b>{label}</b> (belief {decimal(ofLabel)}); to trees that did not see it, it
        looks like <b>{likely}</b> ({decimal(ofLikely)}).{' '}
        <Button variant="subtle" size="compact-xs" onClick={() => go('events', { event })}>
          Show the record
        </Button>
      </p>
      <div className={classes.tools}>
        <TextInput
          aria-label="Note"
          placeholder="Why? It goes into the custody log"
          value={note}
          onChange={(change) => setNote(change.currentTarget.value)}
          style={{ flex: 1 }}
        />
        <Select
          aria-label="Class, if malicious"
          data={classNames}
          value={name}
          onChange={setName}
          clearable
          w={160}
        />
        <Button color="red" variant="light" onClick={as('malicious')}>
          Malicious
        </Button>
        <Button color="teal" variant="light" onClick={as('benign')}>
          Benign
        </Button>
        <Button variant="default" onClick={as('unsure')}>
          Unsure
        </Button>
        {said !== null && (
          <Button variant="subtle" onClick={as('withdrawn')}>
            Take back
          </Button>
        )}
      </div>
      {say.error && <ProblemAlert problem={say.error} />}
    </div>
  )
}
