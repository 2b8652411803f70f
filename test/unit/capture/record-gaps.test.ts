/** Missing record numbers are found per host and log, and kept; a selection of a log is no log with gaps. */
import { expect, test } from 'vitest'
import { listGaps } from '../../../main/case/evidence/gaps.ts'
import { file, folder, importInto, newCase } from './records.ts'

const home = folder()
const event = (id: number, computer = 'pc', channel = 'Security') =>
  JSON.stringify({
    TimeCreated: new Date(1_770_000_000_000 + id * 1000).toISOString(),
    Computer: computer,
    Channel: channel,
    EventRecordID: id,
    EventID: 4624,
  })

test('gaps by host and channel, whatever the order of the records', async () => {
  const c = newCase(home)
  const records = [
    ...[9, 8, 3, 2, 1].map((id) => event(id)),
    ...[1, 2, 3, 4].map((id) => event(id, 'pc', 'System')),
    ...[5, 6, 8].map((id) => event(id, 'other')),
    ...[100, 5000, 90_000].map((id) => event(id, 'picked')),
  ]
  const { source, gaps } = await importInto(c, { path: file(home, records.join('\n')) })
  const time = (id: number) => (1_770_000_000_000 + id * 1000) * 1000
  expect(gaps).toBe(2)
  expect(listGaps(c, source)).toEqual([
    { source, host: 'other', channel: 'Security', afterId: 6, beforeId: 8, from: time(6), to: time(8) },
    { source, host: 'pc', channel: 'Security', afterId: 3, beforeId: 8, from: time(3), to: time(8) },
  ])
  expect(listGaps(c)).toHaveLength(2)
})

test('captures without record numbers have none', async () => {
  const c = newCase(home)
  const { gaps } = await importInto(c, {
    path: file(home, 'time,user\n2026-01-01T00:00:00Z,a\n2026-01-01T00:00:09Z,b\n'),
  })
  expect(gaps).toBe(0)
})
