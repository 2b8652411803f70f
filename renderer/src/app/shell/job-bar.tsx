/** The work that runs now: what, how far, how long still, and the way to stop it. */
import { ActionIcon, Progress, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type Job, useJobs, useRunningJob } from '../../api/jobs.ts'
import { useAct } from '../../api/use-call.ts'
import { roughDuration } from '../../time/duration.ts'
import classes from './header.module.css'

function left({ progress, state }: Job): string {
  if (state === 'queued') return 'waiting'
  if (progress.eta !== null) return `${roughDuration(Math.max(1, Math.round(progress.eta)) * 1e6)} left`
  return progress.fraction === null ? '' : `${Math.round(progress.fraction * 100)} %`
}

export function JobBar() {
  const job = useRunningJob()
  const waiting = useJobs().filter((one) => one.state === 'queued').length
  const cancel = useAct('jobs.cancel')
  if (!job) return null
  const fraction = job.progress.fraction
  const more = waiting > (job.state === 'queued' ? 1 : 0) ? ` (+${waiting} waiting)` : ''
  return (
    <div className={classes.job}>
      <div className={classes.jobText} title={`${job.title}: ${job.progress.step}`}>
        {job.title}{' '}
        <span>
          {job.progress.step}
          {more}
        </span>
      </div>
      <Progress
        className={classes.jobBar}
        size="sm"
        value={fraction === null ? 100 : fraction * 100}
        striped={fraction === null}
        animated={fraction === null}
        aria-label={`Progress of ${job.title}`}
        transitionDuration={100}
      />
      <span className={classes.jobEta}>{left(job)}</span>
      <Tooltip label="Cancel">
        <ActionIcon
          size="sm"
          aria-label={`Cancel ${job.title}`}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: job.id })}
        >
          <IconX size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
