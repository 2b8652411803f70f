/** Opening, creating and closing a case, for the page, the header and the palette alike. */
import { useQueryClient } from '@tanstack/react-query'
import type { Job } from '../../api/jobs.ts'
import { forgetCase, useAct } from '../../api/use-call.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import { go } from '../../app/routing.ts'
import { complain } from '../../app/notices/store.ts'
import { forgetClasses } from '../../components/class-badge/colors.ts'
import { choosePaths } from '../../components/file-chooser/choose.ts'

export interface CaseActions {
  open: () => void
  openPath: (path: string) => void
  create: () => void
  practice: () => void
  close: () => void
  /** A practice case is being made. */
  practiceJob: Job | null
  busy: boolean
}

export function useCaseActions(): CaseActions {
  const queries = useQueryClient()
  const entered = (): void => {
    forgetCase(queries)
    forgetClasses()
    go('case')
  }
  const opening = useAct('cases.open', { onDone: entered, onProblem: complain('The case did not open') })
  const creating = useAct('cases.create', {
    onDone: entered,
    onProblem: complain('The case was not created'),
  })
  const closing = useAct('cases.close', { onDone: entered, onProblem: complain('The case did not close') })
  const making = useJobStart('cases.practice', (job) => {
    if (job.state === 'done') entered()
  })
  const pick = async (
    purpose: 'open-case' | 'new-case',
    title: string,
    then: (path: string) => void,
  ): Promise<void> => {
    const paths = await choosePaths(purpose, title)
    if (paths?.[0]) then(paths[0])
  }
  return {
    open: () => void pick('open-case', 'Open a case', (path) => opening.mutate({ path })),
    openPath: (path) => opening.mutate({ path }),
    create: () => void pick('new-case', 'New case', (path) => creating.mutate({ path })),
    practice: () => {
      making.start({})
      go('case')
    },
    close: () => closing.mutate({}),
    practiceJob: making.job,
    busy: opening.isPending || creating.isPending || making.busy,
  }
}
