/** Ctrl-C in the middle of a training: the command ends at once, no run is stored, and the same command goes on. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import { listRuns } from '../../../main/case/results/runs.ts'
import { document, freshFolder } from './tribunal.ts'

const bin = join(import.meta.dirname, '../../../main/faces/terminal/bin.ts')

test('a canceled run ends with 130 and stores nothing', async () => {
  const folder = freshFolder()
  const { case: path } = await document<{ case: string }>('practice', folder, '--events', '2000')
  await document('label', path, '--before', '60s', '--after', '3m', '--anchor', 'last')
  const child = spawn(process.execPath, [bin, 'run', path, '--engine', 'tfjs-cpu', '--json'])
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece))
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    if (piece.includes('training')) child.kill('SIGINT')
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'canceled' } })
  const c = openCase(path)
  expect(listRuns(c)).toEqual([])
  c.close()
}, 120_000)
