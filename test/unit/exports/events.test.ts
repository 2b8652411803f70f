/** Exports of events: every format holds the same rows as the page and the same cells as the evidence. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DataType, tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventPage } from '../../../main/capture/reading/page.ts'
import type { SelectionInput } from '../../../main/capture/reading/selection.ts'
import { loadCore, locate } from '../../../main/case/evidence/core.ts'
import { checkCustody, custodyEntries } from '../../../main/case/custody.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { saveLabelSet } from '../../../main/case/label-sets.ts'
import { readRow } from '../../../main/case/evidence/row.ts'
import { timeText } from '../../../main/case/evidence/cell-text.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { csvText } from '../../../main/exports/events/csv.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { addCapture, chunkOf, integers, newCase, scratch, text, times } from '../case/fixtures.ts'
import { EPOCH, exported, TRICKY, trickyCase, unguarded } from './export-case.ts'

const everything: SelectionInput = { filter: '', from: null, to: null, labelSet: null }
/** Every cell as text, by the name of its column in the file; missing ones are left out. */
type Cells = Record<string, string>

/** What the page and the evidence say about the events, in the page's order. */
function expected(
  c: CaseFile,
  selection: Partial<SelectionInput> & { order?: 'oldest' | 'newest' } = {},
): Cells[] {
  const core = loadCore(c)
  const { order = 'oldest', ...rest } = selection
  const { rows } = eventPage(c, core, { ...everything, ...rest, order, offset: 0, limit: 1000 })
  return rows.map(({ id, time, label, ...shown }) => {
    const { source, row } = locate(core, id)
    const cells: Cells = {
      event: String(id),
      source: source === 1 ? 'a.csv' : 'b.csv',
      source_id: String(source),
    }
    Object.assign(cells, { row: String(row), host: shown.host, user: shown.user, action: shown.action })
    Object.assign(cells, { message: shown.message, label })
    if (time !== null) Object.assign(cells, { time: timeText(time), time_us: String(time) })
    for (const [name, value] of readRow(c, source, row))
      cells[name === 'Host' ? 'evidence.Host' : name] = value
    return present(cells)
  })
}

function present(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ''))
}

function fromCsv(bytes: Buffer): Cells[] {
  const rows = parse(bytes, { columns: (names: string[]) => names.map(unguarded) }) as unknown as Cells[]
  return rows.map((row) =>
    present(Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, unguarded(cell)]))),
  )
}

function fromNdjson(bytes: Buffer): Cells[] {
  const lines = bytes.toString().trimEnd().split('\n').filter(Boolean)
  return lines.map((line) => {
    const values = Object.entries(JSON.parse(line) as Record<string, unknown>).filter(
      ([, value]) => value !== null,
    )
    return Object.fromEntries(values.map(([key, value]) => [key, String(value)]))
  })
}

function fromArrow(bytes: Buffer): Cells[] {
  const table = tableFromIPC(bytes)
  const cells = Array.from({ length: table.numRows }, (): Cells => ({}))
  for (const { name, type } of table.schema.fields) {
    let at = 0
    for (const data of table.getChild(name)!.data) {
      for (let i = 0; i < data.length; i++, at++) {
        const raw = data.values as ArrayLike<number | bigint>
        // Arrow's own getter cuts microseconds; the stored integer is compared.
        const value = DataType.isTimestamp(type)
          ? timeText(Number(raw[i]))
          : String(table.getChild(name)!.get(at))
        if (data.getValid(i)) cells[at]![name] = value
      }
    }
  }
  return cells
}

test.each([
  ['csv', fromCsv],
  ['ndjson', fromNdjson],
  ['arrow', fromArrow],
] as const)(
  '%s holds what the page shows and what the evidence says, cell for cell',
  async (format, read) => {
    const c = trickyCase()
    for (const order of ['oldest', 'newest'] as const) {
      const { bytes, answer, steps } = await exported(c, { format, order })
      expect(read(bytes)).toEqual(expected(c, { order }))
      expect(answer).toMatchObject({ rows: 15, sha256: sha256(bytes), bytes: bytes.length })
      expect(steps.at(-1)).toBe(1)
    }
    const selection = { filter: 'host:DC01', from: EPOCH + 1e6, to: EPOCH + 8e6 }
    const some = await exported(c, { format, ...selection })
    expect(some.answer.rows).toBeGreaterThan(0)
    expect(some.answer.rows).toBeLessThan(8)
    expect(read(some.bytes)).toEqual(expected(c, selection))
    const none = await exported(c, { format, filter: 'host:nobody' })
    expect([none.answer.rows, read(none.bytes)]).toEqual([0, []])
  },
)

test('Arrow keeps types, and no value that was filtered out, and states filter and rows', async () => {
  const c = trickyCase()
  const { bytes } = await exported(c, { format: 'arrow', filter: 'host:WS-7 source:a.csv' })
  const table = tableFromIPC(bytes)
  const types = Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]))
  expect(types).toMatchObject({
    time: 'Timestamp<MICROSECOND, UTC>',
    at: 'Timestamp<MICROSECOND, UTC>',
    host: 'Dictionary<Uint32, Utf8>',
    n: 'Float64',
    ratio: 'Float64',
    flag: 'Bool',
  })
  expect(bytes.includes('DC01')).toBe(false)
  const metadata = Object.fromEntries(table.schema.metadata)
  expect(metadata).toMatchObject({ 'tribunal.filter': 'host:WS-7 source:a.csv', 'tribunal.rows': '5' })
})

test('many blocks over many chunks, in another order than they lie in', async () => {
  const c = newCase()
  const all = Array.from({ length: 40_000 }, (_, i) => i)
  const chunk = (i: number[]) =>
    chunkOf({
      at: times(...i.map((k) => EPOCH - (k % 100) * 1e9 - k)),
      n: integers(...i),
      word: text(...i.map((k) => `w${k % 7}`)),
    })
  const chunks = [chunk(all.slice(0, 30_000)), chunk(all.slice(30_000))]
  addCapture(c, chunks, { mapping: { time: 'at', host: 'word' } })
  const order = all.toSorted((a, b) => (b % 100) - (a % 100) || b - a)
  const { bytes } = await exported(c, { format: 'arrow' })
  const table = tableFromIPC(bytes)
  expect(table.batches.length).toBeGreaterThan(2)
  expect([...table.getChild('n')!]).toEqual(order)
  expect([...table.getChild('word')!]).toEqual(order.map((k) => `w${k % 7}`))
  const lines = fromCsv((await exported(c, { format: 'csv' })).bytes)
  expect(lines.map(({ n, word }) => `${n} ${word}`)).toEqual(order.map((k) => `${k} w${k % 7}`))
})

test('labels: class and deciding alert, also in the sidecar with their hash', async () => {
  const c = trickyCase()
  const labels = Int16Array.from({ length: 12 }, (_, i) => [0, 1, -1, -3][i % 4]!)
  const columns = { classes: ['benign', 'T1059'], labels, alerts: new Int32Array(12).fill(-1).fill(7, 1, 2) }
  const counts = { events: 12, labeled: 3, benign: 3, apart: 3, dropped: 0, withoutTime: 3, conflicts: 0 }
  const labeling = { ...counts, alerts: 1, unmatchedAlerts: 0, unmatchedBy: {}, byClass: [] }
  const [ruleHash, labelsHash] = [sha256('rule'), sha256('labels')]
  const set = saveLabelSet(c, { name: 'x', rule: Rule.parse({}), ruleHash, labelsHash, labeling }, columns)
  const { bytes, sidecar } = await exported(c, { format: 'ndjson', labelSet: set.id, filter: 'label:T1059' })
  const rows = fromNdjson(bytes)
  expect(rows.map(({ label }) => label)).toEqual(['T1059', 'T1059', 'T1059'])
  expect(rows.find(({ event }) => event === '1')).toMatchObject({ alert: '7' })
  expect(rows.filter(({ alert }) => alert !== undefined)).toHaveLength(1)
  expect(sidecar).toMatchObject({ labelSet: { id: set.id, labelsHash, ruleHash }, rows: 3, events: 15 })
})

test('the sidecar pins the file, and the custody log the export', async () => {
  const c = trickyCase()
  const before = checkCustody(c).tip
  const { answer, sidecar } = await exported(c, { format: 'csv', filter: 'host:DC01', from: EPOCH })
  const { total, tip, intact } = checkCustody(c)
  expect(sidecar).toMatchObject({
    filter: 'host:DC01',
    from: timeText(EPOCH),
    to: null,
    rows: answer.rows,
    sha256: answer.sha256,
    custodyTip: before,
    custodyEntry: tip,
  })
  expect((sidecar['columns'] as { name: string }[]).map(({ name }) => name)).toEqual(answer.columns)
  const [entry] = custodyEntries(c, total - 1, 1)
  expect(intact).toBe(true)
  expect(entry).toMatchObject({ action: 'export', details: { sha256: answer.sha256, rows: answer.rows } })
})

test('a name that is taken is refused, unless it is to be replaced; evidence and case never are', async () => {
  const c = trickyCase()
  const file = join(scratch(), 'events.csv')
  const { answer } = await exported(c, { format: 'csv', file })
  await expect(exported(c, { format: 'csv', file })).rejects.toMatchObject({ code: 'file-exists' })
  const again = await exported(c, { format: 'csv', file, filter: 'host:DC01', replace: true })
  expect(again.answer.rows).toBeLessThan(answer.rows)
  const side = join(scratch(), 'other.csv')
  writeFileSync(`${side}.json`, 'mine')
  await expect(exported(c, { format: 'csv', file: side })).rejects.toMatchObject({ code: 'file-exists' })
  expect(existsSync(side)).toBe(false)
  const onCase = exported(c, { format: 'csv', file: c.path, replace: true })
  await expect(onCase).rejects.toMatchObject({ code: 'file-in-use' })
  const nowhere = exported(c, { format: 'csv', file: join(dirname(file), 'no', 'x.csv') })
  await expect(nowhere).rejects.toMatchObject({ code: 'folder-missing' })
})

test.each(['csv', 'ndjson', 'arrow'] as const)('a canceled export to %s leaves nothing', async (format) => {
  const c = trickyCase()
  const folder = scratch()
  const { total } = checkCustody(c)
  const stop = new AbortController()
  const running = exported(c, { format, file: join(folder, 'x') }, stop.signal)
  // Some breaths later, the temporary file is there.
  for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(readdirSync(folder)).toHaveLength(1)
  stop.abort()
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  expect([readdirSync(folder), checkCustody(c).total]).toEqual([[], total])
})

test('a wrong filter is told before any file is made', async () => {
  const folder = scratch()
  const wrong = exported(trickyCase(), { format: 'csv', file: join(folder, 'x'), filter: 'nosuch:1' })
  await expect(wrong).rejects.toMatchObject({ code: 'unknown-field' })
  expect(readdirSync(folder)).toEqual([])
})

test('no cell of CSV begins as a formula does, and each can be had back', () => {
  expect(TRICKY.map(csvText)).toEqual([
    '',
    `"'=1+1"`,
    '"a ""b"", c\nd"',
    '𝔘ñí — 事件',
    `"''=x"`,
    '-5',
    `"''-5"`,
    `"'@SUM(A1)"`,
    '" x "',
    `"'+1-cmd|x"`,
  ])
  const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', "'", "''", '＝')
  fc.assert(
    fc.property(start, fc.string({ unit: 'grapheme' }), (first, rest) => {
      const [[cell] = ['']] = parse(`${csvText(first + rest)}\n`, {
        relaxColumnCount: true,
        record_delimiter: '\n',
      })
      expect(unguarded(cell ?? '')).toBe(first + rest)
      if (/^[=+\-@\t\r\n＝＋－＠]/.test(cell ?? '')) expect(Number(cell)).not.toBeNaN()
    }),
  )
})
