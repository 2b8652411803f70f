/** `tribunal events` by the real command line. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../../main/case/hash.ts'
import { document, freshFolder, tribunal } from './tribunal.ts'

interface Answer {
  file: string
  sidecar: string
  format: string
  rows: number
  columns: string[]
  sha256: string
  filter: string
}
const folder = freshFolder()
const out = (name: string): string => join(folder, name)
let path: string

beforeAll(async () => {
  path = (await document<{ case: string }>('practice', out('practice'), '--events', '1000')).case
})

test('the ending chooses the format, and every format has the same rows', async () => {
  const csv = await document<Answer>('events', path, '--out', out('all.csv'))
  expect(csv).toMatchObject({ format: 'csv', rows: 1000, filter: '', file: out('all.csv') })
  expect(csv.sha256).toBe(sha256(readFileSync(csv.file)))
  // No label set yet: no label.
  expect(csv.columns).not.toContain('label')

  await document('label', path, '--before', '60s', '--after', '3m')
  const filter = 'NOT label:benign'
  const arrow = await document<Answer>('events', path, '--out', out('some.arrow'), '--filter', filter)
  const lines = await document<Answer>('events', path, '--out', out('some.jsonl'), '--filter', filter)
  expect(lines).toMatchObject({ format: 'ndjson', rows: arrow.rows, filter })
  const table = tableFromIPC(readFileSync(arrow.file))
  const labels = readFileSync(lines.file, 'utf8').trimEnd().split('\n')
  expect(table.numRows).toBe(arrow.rows)
  expect(labels.map((line) => (JSON.parse(line) as { label: string }).label)).toEqual([
    ...table.getChild('label')!,
  ])
}, 120_000)

test('the range is closed, and a day counts to its end', async () => {
  const { rows: events } = await document<Answer>(
    'events',
    path,
    '--out',
    out('t.ndjson'),
    '--labels',
    'none',
  )
  const times = readFileSync(out('t.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { time: string }).time)
  const day = times[0]!.slice(0, 10)
  const range = ['--from', day, '--to', day, '--order', 'newest']
  const { rows } = await document<Answer>('events', path, '--out', out('day.x'), '--format', 'csv', ...range)
  expect(rows).toBe(times.filter((time) => time.startsWith(day)).length)
  expect(rows).toBeLessThan(events)
}, 120_000)

test('what is not understood is told, and nothing is written or replaced', async () => {
  const told = async (...args: string[]) => {
    const { code, stdout } = await tribunal('events', path, ...args, '--json')
    return [code, (JSON.parse(stdout) as { error: { code: string } }).error.code]
  }
  expect(await told('--out', out('x.xlsx'))).toEqual([1, 'format-unknown'])
  expect(await told('--out', out('x.csv'), '--from', 'yesterday')).toEqual([2, 'usage'])
  expect(await told('--out', out('x.csv'), '--filter', 'nosuch:1')).toEqual([1, 'unknown-field'])
  expect(await told('--out', out('x.csv'), '--labels', 'labels-9')).toEqual([1, 'no-such-label-set'])
  expect(existsSync(out('x.csv'))).toBe(false)
  expect(await told('--out', out('all.csv'))).toEqual([1, 'file-exists'])
  const again = await document<Answer>(
    'events',
    path,
    '--out',
    out('all.csv'),
    '--replace',
    '--labels',
    'none',
  )
  expect(again.rows).toBe(1000)
}, 120_000)

test('events are counted by one column or two, as text, JSON and CSV', async () => {
  interface Counted {
    total: number
    missing: number
    other: number
    groups: { values: string[]; count: number }[]
  }
  const all = await document<Counted>('events', path, '--group-by', 'host,action', '--limit', '100000')
  expect(all).toMatchObject({ total: 1000, other: 0 })
  expect(all.groups.reduce((sum, { count }) => sum + count, all.missing)).toBe(1000)
  const [first] = all.groups
  const filter = `host:"${first!.values[0]}" action:"${first!.values[1]}"`
  expect(await document<Counted>('events', path, '--group-by', 'host', '--filter', filter)).toMatchObject({
    total: first!.count,
    groups: [{ values: [first!.values[0]], count: first!.count }],
  })
  const csv = await tribunal('events', path, '--group-by', 'host', '--csv')
  expect(csv.stdout.split('\n')[0]).toBe('host,count')
  const text = await tribunal('events', path, '--group-by', 'host')
  expect(text.stdout).toContain(first!.values[0])
  for (const args of [
    [],
    ['--group-by', 'a,b,c'],
    ['--group-by', 'nothing'],
    ['--group-by', 'host', '--out', 'x.csv'],
  ])
    expect((await tribunal('events', path, ...args)).code).toBeGreaterThan(0)
}, 120_000)
