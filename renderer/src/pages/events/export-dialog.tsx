/** The last question before an export: its name. Stays open until the file is written, or says why it was not. */
import { Button, Modal, Progress, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EventsExport } from '../../../../preload/contract/export-events.ts'
import { count } from '../../../../preload/figures/format.ts'
import type { Input } from '../../api/client.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { notify } from '../../app/notices/store.ts'
import { joinPath } from '../../components/file-chooser/choose.ts'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import classes from './events.module.css'

type Request = Input<'exports.events'>
export interface ExportTarget {
  format: Request['format']
  folder: string
  /** Events that the page shows. */
  matched: number
  selection: Omit<Request, 'format' | 'file' | 'replace'>
}

export function ExportDialog({ target, onClose }: { target: ExportTarget; onClose: () => void }) {
  const { format, folder, matched, selection } = target
  const [name, setName] = useState(`events.${format}`)
  const job = useJobStart('exports.events', ({ state, result }) => {
    if (state === 'done') tell(result as EventsExport)
    if (state !== 'failed') onClose()
  })
  const taken = job.problem?.code === 'file-exists'
  const start = (): void =>
    job.start({ ...selection, format, file: joinPath(folder, name.trim()), replace: taken })
  return (
    <Modal opened onClose={onClose} title={`Export ${count(matched)} events`}>
      <form
        className={classes.export}
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <TextInput
          label="File name"
          description={folder}
          value={name}
          disabled={job.busy}
          data-autofocus
          onChange={(event) => {
            // Replacing was meant for the old name.
            job.reset()
            setName(event.target.value)
          }}
        />
        {selection.filter && <code>{selection.filter}</code>}
        {job.problem && <ProblemAlert problem={job.problem} />}
        {job.busy && (
          <Progress value={100 * (job.job?.progress.fraction ?? 0)} aria-label="Progress of the export" />
        )}
        <Button
          type="submit"
          loading={job.busy}
          disabled={name.trim() === ''}
          {...(taken && { color: 'red' })}
        >
          {taken ? 'Replace' : 'Export'}
        </Button>
      </form>
    </Modal>
  )
}

function tell({ file, rows, sha256 }: EventsExport): void {
  notify({ tone: 'good', title: `${count(rows)} events exported`, text: `${file}\nSHA-256 ${sha256}` })
}
