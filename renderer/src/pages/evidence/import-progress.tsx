/** An import under way: whole or not at all, and it can be stopped. */
import { Button, Progress } from '@mantine/core'
import { count } from '../../../../preload/figures/format.ts'
import type { Job } from '../../api/jobs.ts'
import { useAct } from '../../api/use-call.ts'
import { roughDuration } from '../../time/duration.ts'
import classes from './evidence.module.css'

export function ImportProgress({ job }: { job: Job | null }) {
  const cancel = useAct('jobs.cancel')
  if (!job) return null
  const { fraction, step, eta, counts } = job.progress
  const facts = [
    ...Object.entries(counts ?? {}).map(([name, value]) => `${count(value)} ${name}`),
    ...(eta === null ? [] : [`${roughDuration(Math.max(1, Math.round(eta)) * 1e6)} left`]),
  ]
  return (
    <div className={classes.progress}>
      <div className={classes.progressText}>
        <span>{job.state === 'queued' ? 'Waiting for the work before it' : step}</span>
        <span className={classes.quiet}>{facts.join(' · ')}</span>
        <Button
          variant="default"
          size="compact-xs"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: job.id })}
        >
          Cancel
        </Button>
      </div>
      <Progress
        value={(fraction ?? 1) * 100}
        striped={fraction === null}
        animated={fraction === null}
        aria-label={`Progress of ${job.title}`}
        transitionDuration={100}
      />
    </div>
  )
}
