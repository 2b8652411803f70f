/** Says when long work has ended, wherever the person is by then, and has changed answers asked for again. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { placeText } from '../../../../preload/contract/problem.ts'
import { type Job, onJobEnd } from '../../api/jobs.ts'
import { refresh } from '../../api/use-call.ts'
import { notify } from './store.ts'

/** What is left of canceled work. */
const kept = ({ kind }: Job): string =>
  kind === 'import-files'
    ? 'Files that were whole in the case by then stay in it; of the others there is nothing.'
    : 'The case is as it was before.'

function tell(job: Job): void {
  if (job.state === 'done') notify({ tone: 'good', title: `Done: ${job.title}` })
  if (job.state === 'canceled') notify({ tone: 'plain', title: `Canceled: ${job.title}`, text: kept(job) })
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
