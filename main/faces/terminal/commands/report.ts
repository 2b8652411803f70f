/** `tribunal report CASE --out DIR`: writes the report of a run into the case, and into a folder. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { getReport } from '../../../case/results/reports.ts'
import { saveReportFiles } from '../../../jobs/report-files.ts'
import { newestRun } from '../newest-run.ts'
import { runCommand, type Session, withOpenCase } from '../session.ts'

interface Options {
  out: string
  run?: string
  title?: string
  notes?: string
  json?: boolean
}
export interface ReportAnswer {
  report: string
  run: string
  html: string
  json: string
  htmlSha256: string
  jsonSha256: string
}

/** JSON: a ReportAnswer. */
export function addReport(program: Command): void {
  program
    .command('report')
    .description('write the report of a run: one offline HTML file, and JSON with the same numbers')
    .argument('<case>', 'the case file')
    .requiredOption('--out <folder>', 'folder for report.html and report.json; made if need be')
    .option('--run <id>', 'which run; the newest when left out')
    .option('--title <text>', 'title of the report')
    .option('--notes <text>', 'notes to print in it')
    .option('--json', 'print one JSON document: { report, run, html, json, htmlSha256, jsonSha256 }')
    .action((path: string, options: Options) =>
      runCommand(options, async (session) => {
        const { out: folder, json: _, ...rest } = options
        const answer = await writeReport(session, path, folder, rest)
        session.out.result(answer, `Wrote ${answer.html}\n      ${answer.json}`)
      }),
    )
}

export async function writeReport(
  session: Session,
  casePath: string,
  folder: string,
  options: { run?: string; title?: string; notes?: string },
): Promise<ReportAnswer> {
  const run = options.run ?? (await withOpenCase(casePath, newestRun))
  const info = await session.task('Report', casePath, {
    kind: 'report',
    run,
    notes: options.notes ?? '',
    ...(options.title && { title: options.title }),
  })
  const [html = '', json = ''] = await withOpenCase(casePath, (c) =>
    saveReportFiles(resolve(folder), getReport(c, info.id)),
  )
  const { htmlSha256, jsonSha256 } = info
  return { report: info.id, run, html, json, htmlSha256, jsonSha256 }
}
