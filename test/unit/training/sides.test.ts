/** Splits that hold out whole captures, hosts or users: nothing of what is tested on is ever trained on. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { readLabels } from '../../../main/case/label-sets.ts'
import { missingColumns } from '../../../main/features/missing-columns.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { buildDataset } from '../../../main/training/datasets.ts'
import { prepare } from '../../../main/training/prepare.ts'
import { drawRows } from '../../../main/training/protocols.ts'
import { decideSplit, sidesOf } from '../../../main/training/sides.ts'
import { split } from '../../../main/training/split.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { SplitConfig } from '../../../preload/contract/split-config.ts'
import { addCapture, make, newCase } from '../features/small-case.ts'

const hosts = ['a', 'b', 'c']
const users = ['ann', 'bob', 'cy', null]

/** Three captures of 60 events each, every third one an attack; the second writes its columns in another layout. */
function threeCaptures(): CaseFile {
  const c = newCase()
  for (const [i, names] of [
    ['Dst Port', 'Tot Fwd Pkts'],
    ['Destination Port', 'Total Fwd Packets'],
    ['Dst Port', 'Tot Fwd Pkts'],
  ].entries()) {
    const [port = '', packets = ''] = names
    addCapture(
      c,
      {
        at: { type: 'time', data: make(60, (row) => (i * 1000 + row) * 1e6) },
        host: { type: 'text', data: make(60, (row) => hosts[(row + i) % 3]!) },
        user: { type: 'text', data: make(60, (row) => users[row % 4]!) },
        other: { type: 'text', data: make(60, (row) => users[(row >> 2) % 4]!) },
        [port]: { type: 'integer', data: make(60, (row) => (row % 3 === 0 ? 4444 : 53) + (row % 5)) },
        [packets]: { type: 'integer', data: make(60, (row) => (row * 37) % 59) },
        ...(i === 1 ? {} : { extra: { type: 'integer' as const, data: make(60, (row) => row * row) } }),
        Label: { type: 'text', data: make(60, (row) => (row % 3 === 0 ? 'DoS' : 'BENIGN')) },
      },
      { time: 'at', host: 'host', users: ['user', 'other'] },
    )
  }
  lockColumn(c, { columns: ['Label'] })
  return c
}

function parts(c: CaseFile, input: Partial<SplitConfig>) {
  const core = loadCore(c)
  const config = SplitConfig.parse(input)
  const dataset = buildDataset(c, core, 'labels-1', 1000, 1, sidesOf(c, core, config))
  return { core, dataset, parts: split(dataset, config, 1) }
}

test('by capture: test rows are exactly those of the captures named, training has none of them', () => {
  const c = threeCaptures()
  const { dataset, parts: found, core } = parts(c, { by: 'source', testOn: ['2'] })
  const captures = (rows: Int32Array) => [
    ...new Set(Array.from(rows, (row) => core.source[dataset.events[row]!])),
  ]
  expect(captures(found.test)).toEqual([2])
  expect(found.test).toHaveLength(60)
  expect(new Set(captures(found.train))).toEqual(new Set([1, 3]))
  expect(new Set(captures(found.validation))).toEqual(new Set([1, 3]))
  expect(found.train.length + found.validation.length).toBe(120)
  expect(found.validation).toHaveLength(Math.round((80 * 0.15) / 0.85) + Math.round((40 * 0.15) / 0.85))
  c.close()
})

test('no name takes the newest capture; names are decided, so that a later import changes nothing', () => {
  const c = threeCaptures()
  const decided = decideSplit(c, SplitConfig.parse({ by: 'source' }))
  expect(decided).toMatchObject({ testOn: ['3'], trainOn: ['1', '2'] })
  const only = decideSplit(c, SplitConfig.parse({ by: 'source', testOn: ['2'], trainOn: ['1'] }))
  expect(parts(c, only).dataset.events).toHaveLength(120)
  const plain = SplitConfig.parse({})
  expect(decideSplit(c, plain)).toEqual(plain)
  c.close()
})

test('by host and by user, whichever account column names the user', () => {
  const c = threeCaptures()
  const host = parts(c, { by: 'host', testOn: ['B'] })
  const hostOf = (row: number) => host.core.host.values[host.core.host.codes[host.dataset.events[row]!]!]
  expect(new Set(Array.from(host.parts.test, hostOf))).toEqual(new Set(['b']))
  expect([...host.parts.train, ...host.parts.validation].some((row) => hostOf(row) === 'b')).toBe(false)
  const user = parts(c, { by: 'user', testOn: ['bob'] })
  const usersOf = (row: number) =>
    user.core.users.map(({ codes, values }) => values[codes[user.dataset.events[row]!]!])
  expect(Array.from(user.parts.test, usersOf).every((names) => names.includes('bob'))).toBe(true)
  expect([...user.parts.train, ...user.parts.validation].some((row) => usersOf(row).includes('bob'))).toBe(
    false,
  )
  c.close()
})

test('any choice: every drawn list keeps its side, in every regime and every test', () => {
  const c = threeCaptures()
  const core = loadCore(c)
  const some = fc.uniqueArray(fc.constantFrom<string>('1', '2', '3'), { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 99 }), (testOn, seed) => {
      const config = SplitConfig.parse({ by: 'source', testOn })
      const dataset = buildDataset(c, core, 'labels-1', 100, seed, sidesOf(c, core, config))
      const { sampling } = ExperimentConfig.parse({})
      const lists = drawRows(dataset, split(dataset, config, seed), sampling, seed)
      const held = (row: number) => testOn.includes(String(core.source[dataset.events[row]!]))
      for (const { train, validation } of Object.values(lists.regimes))
        expect([...train, ...validation].some(held)).toBe(false)
      for (const rows of Object.values(lists.tests)) expect(rows.length > 0 && rows.every(held)).toBe(true)
    }),
    { numRuns: 30 },
  )
  c.close()
})

test.each([
  [{ by: 'source', testOn: ['9'] }, /no capture "9"/],
  [{ by: 'source', testOn: ['1'], trainOn: ['1', '2'] }, /Capture 1 is named for training and for the test/],
  [{ by: 'host' }, /Which host is to be tested on is not said/],
  [{ by: 'user', testOn: ['zoe'] }, /No event has the user zoe/],
  [{ by: 'host', testOn: ['a', 'b', 'c'] }, /sees no events, or a single one, of benign, DoS/],
] as [Partial<SplitConfig>, RegExp][])('%j is refused', (input, reason) => {
  const c = threeCaptures()
  expect(() => parts(c, input)).toThrow(reason)
  c.close()
})

test('a capture in another layout is read by the columns that mean the same; what it lacks is told', async () => {
  const c = threeCaptures()
  const config = ExperimentConfig.parse({ split: { by: 'source', testOn: ['2'] } })
  const signal = new AbortController().signal
  const { encoder, matrix, dataset } = await prepare(c, config, { progress: () => {}, signal })
  const at = matrix.names.indexOf('log1p(Tot Fwd Pkts)')
  const { labels } = readLabels(c, 'labels-1')
  const row = dataset.events.findIndex((event) => event >= 60 && event < 120 && labels[event] === 0)
  const numeric = encoder.columns.find((one) => one.kind === 'numeric' && one.column === 'Tot Fwd Pkts')
  const { mean, deviation } = numeric as { mean: number; deviation: number }
  const packets = ((dataset.events[row]! - 60) * 37) % 59
  expect(matrix.data[row * matrix.columns + at]).toBeCloseTo((Math.log1p(packets) - mean) / deviation, 5)
  expect(encoder.notes.at(-1)).toMatch(/^small lacks 1 of \d+ columns that the model was trained on: extra/)
  const [, second] = listSources(c)
  expect(missingColumns(encoder, second!).map(({ column }) => column)).toEqual(['extra'])
  c.close()
})
