/** The run that a command takes when none is named. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { listRuns } from '../../case/results/runs.ts'

/** @throws Problem no-run */
export function newestRun(c: CaseFile): string {
  const newest = listRuns(c).toSorted((a, b) => b.createdAt - a.createdAt)[0]
  if (newest) return newest.id
  throw new Problem('no-run', 'The case has no run yet', {
    where: { file: c.path },
    advice: `Label its events and train first: tribunal label ${c.path}, then tribunal run ${c.path}`,
  })
}
