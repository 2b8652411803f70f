/** One column under the names that different captures give it. */
import { expect, test } from 'vitest'
import { columnIn, columnKey } from '../../../main/case/evidence/column-names.ts'

const capture = (...names: string[]) => ({
  columns: names.map((name) => ({ name, type: 'number' as const, nulls: 0, distinct: null })),
})

/** The same feature in the layouts of CIC-IDS2017 (as published), CSE-CIC-IDS2018 and the corrected CIC-IDS2017. */
test.each([
  ['Destination Port', 'Dst Port', 'Dst Port'],
  ['Total Fwd Packets', 'Tot Fwd Pkts', 'Total Fwd Packet'],
  ['Total Length of Bwd Packets', 'TotLen Bwd Pkts', 'Total Length of Bwd Packet'],
  ['Fwd Packet Length Max', 'Fwd Pkt Len Max', 'Fwd Packet Length Max'],
  ['Flow Bytes/s', 'Flow Byts/s', 'Flow Bytes/s'],
  ['Packet Length Variance', 'Pkt Len Var', 'Packet Length Variance'],
  ['Avg Bwd Segment Size', 'Bwd Seg Size Avg', 'Bwd Segment Size Avg'],
  ['Fwd Avg Bytes/Bulk', 'Fwd Byts/b Avg', 'Fwd Bytes/Bulk Avg'],
  ['Init_Win_bytes_forward', 'Init Fwd Win Byts', 'FWD Init Win Bytes'],
  ['min_seg_size_forward', 'Fwd Seg Size Min', 'Fwd Seg Size Min'],
  ['SYN Flag Count', 'SYN Flag Cnt', 'SYN Flag Count'],
  ['CWE Flag Count', 'CWE Flag Count', 'CWR Flag Count'],
])('%s, %s and %s are one', (published, later, corrected) => {
  expect(columnKey(later)).toBe(columnKey(published))
  expect(columnKey(corrected)).toBe(columnKey(published))
})

test('different features stay different', () => {
  const names = ['Fwd IAT Max', 'Fwd IAT Min', 'Bwd IAT Max', 'Flow Bytes/s', 'Flow Packets/s', 'Fwd Header Length', 'Fwd Header Length.1', 'Source Port', 'Destination Port'] // prettier-ignore
  expect(new Set(names.map(columnKey)).size).toBe(names.length)
})

test('a name that the capture has itself is never read as another', () => {
  expect(columnIn(capture('Tot Fwd Pkts', 'Total Fwd Packets'), 'Total Fwd Packets')).toBe(
    'Total Fwd Packets',
  )
  expect(columnIn(capture('label', 'Label'), 'LABEL')).toBe(null)
  expect(columnIn(capture('sus'), 'sus_label')).toBe(null)
  expect(columnIn(capture('Sus-Label'), 'sus_label')).toBe('Sus-Label')
  expect(columnIn(capture('a', 'b'), '')).toBe(null)
})

test('in a capture where two names would do, neither is taken', () => {
  expect(columnIn(capture('Tot Fwd Pkts', 'Total Fwd Pkt'), 'Total Fwd Packets')).toBe(null)
})
