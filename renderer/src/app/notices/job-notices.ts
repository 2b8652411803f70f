/** Says when long work has ended, wherever the person is by then, and has changed answers asked for again. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { placeText } from '../../../../preload/contract/problem.ts'
import { type Job, onJobEnd } from '../../api/jobs.ts'
import { refresh } from '../../api/use-call.ts'
import { notify } from './store.ts'

function tell(job: Job): void {
  if (job.state === 'done') notify({ tone: 'good', title: `Done: ${job.title}` })
  if (job.state === 'canceled')
    notify({ tone: 'plain', title: `Canceled: ${job.title}`, text: 'The case is as it was before.' })
  if (job.state !== 'failed') return
  const { message = 'The work failed', where, advice } = job.problem ?? {}
  const text = [message, placeText(where), advice].filter(Boolean).join('\n')
  notify({ tone: 'bad', title: `Failed: ${job.title}`, text })
}

export function useJobNotices(): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      onJobEnd((job) => {
        refresh(queries, 'all')
        tell(job)
      }),
    [queries],
  )
}
