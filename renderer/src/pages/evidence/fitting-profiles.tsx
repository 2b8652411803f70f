/** Profiles that fit a file, offered; and the file's own reading, to be kept as one. */
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { IconBookmark } from '@tabler/icons-react'
import { useState } from 'react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import { byProfile, profileOf } from '../../../../preload/contract/profile-of.ts'
import { notify } from '../../app/notices/store.ts'
import { useAct, useCall } from '../../api/use-call.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import type { Decisions } from './decisions.ts'
import classes from './understanding.module.css'

interface FittingProfilesProps {
  inspection: Inspection
  decisions: Decisions
  onApply: (decisions: Decisions) => void
}

export function FittingProfiles({ inspection, decisions, onApply }: FittingProfilesProps) {
  const stored = useCall('profiles.list', {})
  const [naming, setNaming] = useState(false)
  const apply = (id: string): void => {
    const profile = stored.data?.profiles.find((one) => one.id === id)?.profile
    if (!profile) return
    const { path: _, ...by } = byProfile('', profile)
    onApply(by)
  }
  return (
    <div className={classes.profiles}>
      {(inspection.profiles ?? []).slice(0, 3).map(({ id, name, found, of }) => (
        <div key={id} className={classes.profile}>
          <IconBookmark size={14} aria-hidden />
          <span>
            Looks like profile <b>{name}</b>: {found} of {of} columns
          </span>
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => apply(id)}
            aria-label={`Use it: profile ${name}`}
          >
            Use it
          </Button>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        ml="auto"
        leftSection={<IconBookmark size={13} />}
        onClick={() => setNaming(true)}
      >
        Save as profile…
      </Button>
      {naming && (
        <NameProfile inspection={inspection} decisions={decisions} onClose={() => setNaming(false)} />
      )}
    </div>
  )
}

function NameProfile({
  inspection,
  decisions,
  onClose,
}: {
  inspection: Inspection
  decisions: Decisions
  onClose: () => void
}) {
  const [name, setName] = useState(inspection.name.replace(/(\.\w{1,8})+$/, '').slice(0, 80))
  const save = useAct('profiles.save', {
    changes: ['profiles.list', 'evidence.inspect'],
    onDone: () => {
      notify({
        tone: 'good',
        title: `Saved: profile ${name.trim()}`,
        text: 'It is offered for files with these columns.',
      })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Save as profile">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ profile: profileOf(name.trim(), inspection, decisions) })
        }}
      >
        <TextInput
          label="Name"
          description={`For files with these ${inspection.columns.length} columns. One of the same name is replaced.`}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          data-autofocus
        />
        {save.error && <ProblemAlert problem={save.error} />}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
