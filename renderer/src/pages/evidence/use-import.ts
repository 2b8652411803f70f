/** Imports one inspected file, as a capture or as alerts. */
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import type { ProblemShape } from '../../../../preload/contract/problem.ts'
import type { Job } from '../../api/jobs.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import type { Decisions } from './decisions.ts'

interface ImportWork {
  start: (decisions: Decisions) => void
  job: Job | null
  busy: boolean
  starting: boolean
  problem: ProblemShape | null
}

export function useImport(inspection: Inspection, onDone: () => void): ImportWork {
  const ended = (job: Job): void => {
    if (job.state === 'done') onDone()
  }
  const capture = useJobStart('evidence.import', ended)
  const alerts = useJobStart('evidence.importAlerts', ended)
  const work = inspection.kind === 'alerts' ? alerts : capture
  const { path } = inspection
  const start = ({ as, zone, anchor, mapping }: Decisions): void => {
    const shared = { path, ...(zone && { zone }), ...(mapping && { mapping }) }
    if (inspection.kind === 'alerts') alerts.start({ ...shared, ...(anchor && { anchor }) })
    else capture.start({ ...shared, ...(as === 'capture' && { as }) })
  }
  return {
    start,
    job: work.job,
    busy: work.busy && work.job !== null,
    starting: work.busy,
    problem: work.problem,
  }
}
