/** Task: the report of one run, written into the case. */
import type { ReportInfo } from '../../../preload/contract/report.ts'
import { saveReport } from '../../case/results/reports.ts'
import { buildReport } from '../../report/build.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export function runReport(
  task: TaskOf<'report'>,
  casePath: string,
  context: TaskContext,
): Promise<ReportInfo> {
  return withCase(casePath, (c) => {
    context.progress({ step: 'writing the report', fraction: 0.1 })
    const title = task.title?.trim() || 'Tribunal report'
    const built = buildReport(c, task.run, { title, notes: task.notes })
    context.signal.throwIfAborted()
    context.progress({ step: 'storing the report', fraction: 0.9 })
    return Promise.resolve(saveReport(c, { run: task.run, title, ...built }))
  })
}
