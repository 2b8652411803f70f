/** Locks the rule: its labels become a label set that experiments can use, with a name if one likes. */
import { Button, Popover, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useAct } from '../../api/use-call.ts'
import { notify } from '../../app/notices/store.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'

export function LockButton({ rule, disabled }: { rule: Rule; disabled: boolean }) {
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const lock = useAct('labeling.lock', {
    changes: ['labeling.list', 'cases.current', 'custody.log'],
    onDone: (set) => {
      setOpened(false)
      setName('')
      notify({
        tone: 'good',
        title: `Locked: ${set.name}`,
        text: `${count(set.labeling.labeled)} events are labeled`,
      })
    },
  })
  useShortcuts([
    { keys: 'k', label: 'Lock the rule', group: 'Labeling', run: () => !disabled && setOpened(true) },
  ])
  const text = name.trim()
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button leftSection={<IconLock size={15} />} disabled={disabled} onClick={() => setOpened(!opened)}>
          Lock this rule
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            lock.mutate({ rule, ...(text && { name: text }) })
          }}
        >
          <TextInput
            label="Name of the label set"
            placeholder="made from the rule"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            data-autofocus
          />
          {lock.error && <ProblemAlert problem={lock.error} />}
          <Button type="submit" mt="xs" fullWidth loading={lock.isPending}>
            Lock
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
