/** Imports one inspected file, as a capture or as alerts. */
import type { Inspection, Mapping } from '../../../../preload/contract/evidence.ts'
import type { ProblemShape } from '../../../../preload/contract/problem.ts'
import type { Job } from '../../api/jobs.ts'
import { useJobStart } from '../../api/use-job-start.ts'
import type { Anchor } from './alert-options.tsx'

interface Choices {
  /** Given only where it differs from what was found. */
  zone: string | undefined
  mapping: Mapping | null
  anchor: Anchor
}
interface ImportWork {
  start: (choices: Choices) => void
  job: Job | null
  busy: boolean
  starting: boolean
  problem: ProblemShape | null
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function useImport(inspection: Inspection, onDone: () => void): ImportWork {
  const ended = (job: Job): void => {
    if (job.state === 'done') onDone()
  }
  const capture = useJobStart('evidence.import', ended)
  const alerts = useJobStart('evidence.importAlerts', ended)
  const work = inspection.kind === 'alerts' ? alerts : capture
  const { path } = inspection
  const start = ({ zone, mapping, anchor }: Choices): void => {
    const own = mapping && !same(mapping, inspection.mapping) ? { mapping } : {}
    if (inspection.kind === 'alerts') alerts.start({ path, anchor, ...(zone && { zone }) })
    else capture.start({ path, ...(zone && { zone }), ...own })
  }
  return {
    start,
    job: work.job,
    busy: work.busy && work.job !== null,
    starting: work.busy,
    problem: work.problem,
  }
}
