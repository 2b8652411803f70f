/** The reports of the case, kept as they were written. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { ReportInfo } from '../../../preload/contract/report.ts'
import type { CaseFile } from '../case-file.ts'
import { record } from '../custody.ts'
import { sha256 } from '../hash.ts'
import { compress, decompress } from '../codec/pack.ts'
import { noSuchRun, runNumber, runText } from './run-id.ts'
import { reading, transact } from '../storage-problem.ts'

interface Row {
  id: number
  run: number
  title: string
  created_at: number
  html_sha256: string
  json_sha256: string
}
const DESCRIPTION = 'SELECT id, run, title, created_at, html_sha256, json_sha256 FROM reports'

/** Stores a report with its custody entry. The hashes are of the UTF-8 bytes, as they are saved to disk. */
export function saveReport(
  c: CaseFile,
  report: { run: string; title: string; html: string; json: string },
): ReportInfo {
  const html = Buffer.from(report.html)
  const json = Buffer.from(report.json)
  return transact(c, () => {
    const run = runNumber(report.run)
    if (!c.db.prepare('SELECT 1 FROM runs WHERE id = ?').get(run)) throw noSuchRun(c, report.run)
    const row = {
      run,
      title: report.title,
      created_at: Date.now() * 1000,
      html_sha256: sha256(html),
      json_sha256: sha256(json),
    }
    const { lastInsertRowid } = c.db
      .prepare(
        `INSERT INTO reports (run, title, created_at, html_sha256, json_sha256, html_length, json_length, html, json)
         VALUES (@run, @title, @created_at, @html_sha256, @json_sha256, @html_length, @json_length, @html, @json)`,
      )
      .run({
        ...row,
        html_length: html.length,
        json_length: json.length,
        html: compress(html),
        json: compress(json),
      })
    const info = toInfo({ ...row, id: Number(lastInsertRowid) })
    const { id, title, htmlSha256, jsonSha256 } = info
    record(c, 'report-written', { id, run: report.run, title, htmlSha256, jsonSha256 })
    return info
  })
}

/** Every report, oldest first. */
export function listReports(c: CaseFile): ReportInfo[] {
  return reading(c, () => c.db.prepare<[], Row>(`${DESCRIPTION} ORDER BY id`).all().map(toInfo))
}

/**
 * One report, as it was saved.
 * @throws Problem no-such-report
 */
export function getReport(c: CaseFile, id: string): { info: ReportInfo; html: string; json: string } {
  const find = c.db.prepare<
    [number],
    Row & Record<'html_length' | 'json_length', number> & Record<'html' | 'json', Buffer>
  >('SELECT * FROM reports WHERE id = ?')
  return reading(c, () => {
    const row = find.get(Number(/^report-(\d{1,9})$/.exec(id)?.[1] ?? 0))
    if (!row) {
      throw new Problem('no-such-report', `The case has no report ${id}.`, {
        where: { file: c.path },
        advice: 'List the reports to see what there is.',
      })
    }
    const html = decompress(row.html, row.html_length).toString('utf8')
    return { info: toInfo(row), html, json: decompress(row.json, row.json_length).toString('utf8') }
  })
}

function toInfo(row: Row): ReportInfo {
  return {
    id: `report-${row.id}`,
    run: runText(row.run),
    title: row.title,
    createdAt: row.created_at,
    htmlSha256: row.html_sha256,
    jsonSha256: row.json_sha256,
  }
}
