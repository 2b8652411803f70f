/** Report files: there, or nothing is. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { saveReportFiles } from '../../../main/jobs/report-files.ts'
import { Problem } from '../../../preload/contract/problem.ts'

const home = mkdtempSync(join(tmpdir(), 'tribunal-report-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('both files, in folders made for them', () => {
  saveReportFiles(join(home, 'a/b'), { html: '<p>', json: '{}' })
  expect(readdirSync(join(home, 'a/b'))).toEqual(['report.html', 'report.json'])
})

test('a report that cannot be written leaves no folder behind, and takes none away', () => {
  // What cannot be written stands for a disk that is full.
  const unwritable = { html: null as unknown as string, json: '{}' }
  expect(() => saveReportFiles(join(home, 'c/d'), unwritable)).toThrow(Problem)
  expect(existsSync(join(home, 'c'))).toBe(false)
  expect(() => saveReportFiles(join(home, 'a/b'), unwritable)).toThrow(Problem)
  expect(readdirSync(join(home, 'a/b'))).toEqual(['report.html', 'report.json'])
})
