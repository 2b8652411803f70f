/** Handlers of `reports`: write into the case, show, save to a folder. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { Problem } from '../../preload/contract/problem.ts'
import { reports } from '../../preload/contract/report.ts'
import { getReport, listReports } from '../case/reports.ts'
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

/**
 * Writes `report.html` and `report.json` into a folder, which is made if need be. Each file is there whole or not at all.
 * @returns the paths written
 */
export function saveReportFiles(folder: string, report: { html: string; json: string }): string[] {
  const files: [string, string][] = [
    [join(folder, 'report.html'), report.html],
    [join(folder, 'report.json'), report.json],
  ]
  try {
    mkdirSync(folder, { recursive: true })
    for (const [path, text] of files) writeWhole(path, text)
  } catch (error) {
    throw new Problem(
      'report-not-saved',
      `The report cannot be written to ${folder}: ${(error as Error).message}`,
      {
        where: { file: folder },
        advice: 'Choose a folder where you may write, with enough space.',
        cause: error,
      },
    )
  }
  return files.map(([path]) => path)
}

function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
