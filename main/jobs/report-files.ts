/** Writes a stored report into a folder, for people to take along. */
import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'

/**
 * Writes `report.html` and `report.json` into a folder, which is made if need be. Each file is there whole or not at all, and a folder made for
 * nothing is removed.
 * @returns the paths written
 */
export function saveReportFiles(folder: string, report: { html: string; json: string }): string[] {
  const files: [string, string][] = [
    [join(folder, 'report.html'), report.html],
    [join(folder, 'report.json'), report.json],
  ]
  let made: string | undefined
  try {
    made = mkdirSync(folder, { recursive: true })
    for (const [path, text] of files) writeWhole(path, text)
  } catch (error) {
    if (made !== undefined) removeEmpty(resolve(folder), resolve(made))
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

/** Removes a folder that was made for nothing, and those above it that were made with it; none that holds anything. */
function removeEmpty(folder: string, topmost: string): void {
  try {
    for (let at = folder; at.length >= topmost.length; at = dirname(at)) rmdirSync(at)
  } catch {
    // Something is in it: it stays.
  }
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
