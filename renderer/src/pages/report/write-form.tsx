/** Title and notes of a report, and the button that writes it into the case. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunSummary } from '../../../../preload/contract/experiment.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './report.module.css'

export function WriteForm({ run, onWritten }: { run: RunSummary; onWritten: (report: string) => void }) {
  const [title, setTitle] = useState('')
  const [notes, setNotes] = useState('')
  const write = useJobStart('reports.write', (job) => {
    const id = (job.result as { id?: string } | undefined)?.id
    if (job.state === 'done' && id) onWritten(id)
  })
  const input = { run: run.id, notes, ...(title.trim() && { title: title.trim() }) }
  return (
    <Panel title="Write a report" note={`of run ${run.name}`}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          write.start(input)
        }}
      >
        <TextInput
          label="Title"
          placeholder="Named after the run"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Textarea
          label="Notes"
          description="Printed at the top, as you write them"
          size="xs"
          autosize
          minRows={3}
          maxRows={10}
          value={notes}
          maxLength={100_000}
          onChange={(event) => setNotes(event.target.value)}
        />
        {write.problem && <ProblemAlert problem={write.problem} onClose={write.reset} />}
        <Button type="submit" leftSection={<IconFileText size={14} />} loading={write.busy}>
          Write report
        </Button>
      </form>
    </Panel>
  )
}
