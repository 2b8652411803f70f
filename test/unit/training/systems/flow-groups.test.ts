/** Which expert sees which column: the published groups of a CIC capture, and sensible ones elsewhere. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { countParameters } from '../../../../main/models/flows/parameters.ts'
import { flowExperts } from '../../../../main/training/systems/flow-groups.ts'

const captures = join(import.meta.dirname, '../../../../../shared/data/cicids2017/flows.csv.gz')
/** No features: numbers of rows, addresses, times, labels. */
const APART = new Set([
  'id',
  'Flow ID',
  'Src IP',
  'Src Port',
  'Dst IP',
  'Protocol',
  'Timestamp',
  'Label',
  'Attempted Category',
])

test.skipIf(!existsSync(captures))(
  'the 25 published temporal columns are found in a flow capture, and the parts have the published sizes (needs real captures)',
  () => {
    const head = gunzipSync(readFileSync(captures)).subarray(0, 4000).toString().split('\n')[0]!.trim()
    const names = head
      .split(',')
      .filter((name) => !APART.has(name))
      .map((name) => `log1p(${name})`)
    const experts = flowExperts(names, ['tabular', 'temporal'], null)
    expect(experts[1]!.columns).toHaveLength(25)
    expect(experts[0]!.columns).toHaveLength(names.length - 25)
    const size = { gate: 'soft', k: 1, width: 128, layers: 3, heads: 8, classes: 2 } as const
    const parameters = countParameters({ features: names.length, experts, ...size })
    expect([parameters['temporal'], parameters['gate']]).toEqual([27_328, 41_282])
  },
)

test('other spellings of CIC columns are temporal too', () => {
  const names = [' Flow Duration', 'Flow Byts/s', 'Flow Pkts/s', 'Fwd IAT Tot', 'Bwd IAT Tot']
  const iat = ['Mean', 'Std', 'Max', 'Min'].flatMap((what) => [`Flow IAT ${what}`, `Idle ${what}`])
  const [tabular, temporal] = flowExperts(
    [...names, ...iat, 'Dst Port', 'Fwd Pkts/s', 'Tot Fwd Pkts'],
    ['tabular', 'temporal'],
    null,
  )
  expect(temporal!.columns).toEqual([...Array(13).keys()])
  expect(tabular!.columns).toEqual([13, 14, 15])
})

test('elsewhere names decide, four experts share out, and none stays without columns', () => {
  const names = ['rate 10 s per host', 'log1p(duration)', 'dst_port=80', 'log1p(mean_size)', 'log1p(bytes)']
  const all = ['tabular', 'temporal', 'protocol', 'statistics'] as const
  expect(flowExperts(names, all, null).map(({ columns }) => columns)).toEqual([[4], [0, 1], [2], [3]])
  expect(flowExperts(names, ['tabular'], null)[0]!.columns).toEqual([0, 1, 2, 3, 4])
  expect(flowExperts(['log1p(a)'], ['tabular', 'temporal'], null).map(({ columns }) => columns)).toEqual([
    [0],
    [0],
  ])
})

test('groups of one’s own come first; a group that names nothing is refused', () => {
  const names = ['log1p(a)', 'b=x', 'b=y', 'log1p(c)']
  const experts = flowExperts(names, ['tabular', 'temporal'], { temporal: ['b'] })
  expect(experts[1]!.columns).toEqual([1, 2])
  expect(() => flowExperts(names, ['tabular', 'temporal'], { temporal: ['z'] })).toThrow(
    /None of the columns named/,
  )
})
