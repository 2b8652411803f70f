/** Writes a stored report into a folder, for people to take along. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'

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
