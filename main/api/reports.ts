/** Handlers of `reports`: write into the case, show, save to a folder. */
import { resolve } from 'node:path'
import { implement } from '@orpc/server'
import { reports } from '../../preload/contract/report.ts'
import { getReport, listReports } from '../case/results/reports.ts'
import { saveReportFiles } from '../jobs/report-files.ts'
import type { Workspace } from './workspace.ts'

export function reportHandlers(w: Workspace) {
  const on = implement(reports)
  return on.router({
    write: on.write.handler(({ input }) => {
      const { title, ...rest } = input
      return w.start('Write the report', { kind: 'report', ...rest, ...(title && { title }) })
    }),
    list: on.list.handler(() => listReports(w.case)),
    html: on.html.handler(({ input }) => ({ html: getReport(w.case, input.id).html })),
    save: on.save.handler(({ input }) => ({
      files: saveReportFiles(resolve(input.folder), getReport(w.case, input.id)),
    })),
  })
}
