/** Many files as one piece of work: each whole or not at all, told one by one, and canceled between. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { runTask } from '../../../main/jobs/run-task.ts'

const folder = mkdtempSync(join(tmpdir(), 'tribunal-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const events = (user: string): string =>
  `time,user\n2026-01-05T08:00:00Z,${user}\n2026-01-05T08:00:01Z,${user}\n`
const newCase = (name: string): string => {
  const path = join(folder, name)
  createCase(path).close()
  return path
}
const sourcesOf = (path: string): string[] => {
  const c = openCase(path)
  const names = listSources(c).map(({ name, kind }) => `${kind} ${name}`)
  c.close()
  return names
}
const files = [
  file('a.csv', events('ann')),
  file('b.pdf', '%PDF-1.4'),
  file('c.csv', events('bob')),
  file('again.csv', events('ann')),
  file('alerts.csv', '_time,search_name,user\n2026-01-05T08:00:00Z,S,ann\n'),
].map((path) => ({ path }))

test('what came of each, in order; sums count what is new', async () => {
  const path = newCase('many.tribunal')
  const fractions: number[] = []
  const steps = new Set<string>()
  const done = await runTask({ kind: 'import-files', files }, path, {
    progress: ({ fraction, step }) => {
      fractions.push(fraction ?? -1)
      steps.add(step)
    },
    signal: new AbortController().signal,
  })
  expect(done.files.map(({ state, as }) => `${state} ${as}`)).toEqual([
    'imported capture',
    'refused capture',
    'imported capture',
    'known capture',
    'imported alerts',
  ])
  expect(done.files[1]?.problem?.code).toBe('wrong-kind-of-file')
  expect(done).toMatchObject({ rows: 5, accepted: 5, rejected: 0 })
  expect(sourcesOf(path)).toEqual(['capture a.csv', 'capture c.csv', 'alerts alerts.csv'])
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect([...steps]).toContain('file 3 of 5: c.csv')
})

test('canceled while a file is read: those before it stay, of it there is nothing', async () => {
  const path = newCase('canceled.tribunal')
  const stop = new AbortController()
  const running = runTask({ kind: 'import-files', files }, path, {
    progress: ({ step }) => {
      if (step.startsWith('file 3 of 5')) stop.abort()
    },
    signal: stop.signal,
  })
  await expect(running).rejects.toThrow()
  expect(sourcesOf(path)).toEqual(['capture a.csv'])
})
