/** Feature choice and encoding on captures as they are; skipped where those are absent. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { encode } from '../../../main/features/encode.ts'
import { fitEncoder } from '../../../main/features/encoder.ts'
import { describeColumns } from '../../../main/features/select.ts'
import { eventTable } from '../../../main/features/table.ts'
import { FeatureConfig } from '../../../preload/contract/experiment.ts'
import { newCase } from './small-case.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data')
const atomic = resolve(data, 'atomic_evtx/events.ndjson.gz')
const flows = resolve(data, 'cicids2017/flows.csv.gz')

async function imported(path: string): Promise<CaseFile> {
  const c = newCase()
  await importCapture(c, { path }, { progress: () => {}, signal: new AbortController().signal })
  return c
}

function encodedNames(c: CaseFile, input: object = {}) {
  const table = eventTable(c)
  const events = Float64Array.from({ length: table.core.count }, (_, event) => event)
  const encoder = fitEncoder(
    table,
    FeatureConfig.parse(input),
    events.filter((event) => event % 2 === 0),
  )
  const matrix = encode(table, encoder, events)
  expect(matrix.data.every((cell) => Number.isFinite(cell))).toBe(true)
  return matrix.names
}

test.skipIf(!existsSync(atomic))(
  'atomic_evtx: labels, users, times and ids are no features (needs real captures)',
  async () => {
    const c = await imported(atomic)
    const notes = describeColumns(c, FeatureConfig.parse({ users: true, identifiers: true }))
    const role = (column: string) => notes.find((note) => note.column === column)?.role
    for (const name of ['technique', 'test', 'tactic', 'name']) expect(role(`label.${name}`)).toBe('label')
    expect(notes.some((note) => note.role === 'label' && note.used)).toBe(false)
    expect(role('EventID')).toBe('categorical')
    expect(role('EventRecordID')).toBe('identifier')
    expect(role('event_data.LogonId')).toBe('identifier')
    expect(role('event_data.SubjectUserSid')).toBe('user')
    expect(role('event_data.UtcTime')).toBe('time')
    const everything = notes.map((note) => note.column)
    for (const names of [encodedNames(c), encodedNames(c, { columns: everything, maxWidth: 2000 })]) {
      expect(names.some((name) => /label/i.test(name))).toBe(false)
      expect(names).toContain('EventID=5')
    }
    expect(encodedNames(c).some((name) => /admin_test|RecordID|LogonId|UserName/.test(name))).toBe(false)
    c.close()
  },
)

test.skipIf(!existsSync(flows))(
  'cicids2017: flow numbers are features, addresses and ids are not (needs real captures)',
  async () => {
    const c = await imported(flows)
    const names = encodedNames(c)
    expect(names).toContain('log1p(Flow Duration)')
    expect(names).toContain('log1p(Flow Bytes/s)')
    expect(names).toContain('Protocol=6')
    expect(names.some((name) => /Label|Attempted|Flow ID|Src IP|Dst IP|Timestamp|\bid\b/.test(name))).toBe(
      false,
    )
    c.close()
  },
)
