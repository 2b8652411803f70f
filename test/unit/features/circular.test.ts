/** Columns that tell the rule's inputs are found by mutual information and fenced off; others are let be. */
import * as fc from 'fast-check'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase } from '../../../main/case/case-file.ts'
import { random } from '../../../main/engine/random.ts'
import { ruleLift } from '../../../main/evaluation/rule-lift.ts'
import { entropyOf, rangesOf, uncertaintyShare } from '../../../main/features/circular.ts'
import { describeColumns } from '../../../main/features/select.ts'
import { FeatureConfig } from '../../../preload/contract/experiment.ts'

const folder = mkdtempSync(join(tmpdir(), 'tribunal-circular-'))
afterAll(() => rmSync(folder, { recursive: true }))

const codes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 })

test('shares lie between nothing and all; a copy tells all but for chance, a constant nothing', () => {
  fc.assert(
    fc.property(codes, codes, (a, b) => {
      const length = Math.min(a.length, b.length)
      const [x, y] = [Int32Array.from(a.slice(0, length)), Int32Array.from(b.slice(0, length))]
      const share = uncertaintyShare(x, y)
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
      expect(uncertaintyShare(new Int32Array(length), y)).toBe(0)
      const kinds = new Set(y).size
      const chance = (kinds - 1) ** 2 / (2 * length * Math.LN2)
      if (entropyOf(y) > 0)
        expect(uncertaintyShare(y, y)).toBeCloseTo(Math.max(0, 1 - chance / entropyOf(y)), 9)
    }),
  )
})

test('independent columns tell next to nothing, though chance makes them look related', () => {
  const draw = random(1)
  const column = () => Int32Array.from({ length: 2000 }, () => Math.floor(draw() * 12))
  expect(uncertaintyShare(column(), column())).toBeLessThan(0.01)
})

test('ranges hold equally many values, missing apart', () => {
  const ranges = rangesOf(Float64Array.of(1, 2, 3, 4, NaN, 5, 6, 7, 8), 4)
  expect([...ranges]).toEqual([1, 1, 2, 2, 0, 3, 3, 4, 4])
})

test('a column that stands for the user, and one that rises with time, are fenced off by default', async () => {
  const draw = random(2)
  const users = ['ann', 'bob', 'cid', 'dan']
  const lines = ['Time,User,Desk,Load,Kind,Bytes']
  for (let i = 0; i < 3000; i++) {
    const user = Math.floor(draw() * users.length)
    const desk = `desk-${'NESW'[user]}`
    // Rises with time, but not from row to row, as a temperature over a day would.
    const load = (i / 10 + draw() * 12).toFixed(2)
    const kind = ['read', 'write', 'list'][Math.floor(draw() * 3)]
    const time = new Date(Date.UTC(2026, 0, 1) + i * 20_000).toISOString()
    lines.push([time, users[user], desk, load, kind, Math.floor(draw() * 5000)].join(','))
  }
  const path = join(folder, 'events.csv')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const c = createCase(join(folder, 'case.tribunal'))
  await importCapture(c, { path }, { progress() {}, signal: new AbortController().signal })
  const notes = (config: object) =>
    new Map(describeColumns(c, FeatureConfig.parse(config)).map((note) => [note.column, note]))
  const plain = notes({})
  expect(plain.get('Desk')).toMatchObject({
    used: false,
    reason: expect.stringContaining('who the user is') as string,
  })
  expect(plain.get('Load')).toMatchObject({
    used: false,
    reason: expect.stringContaining('when it was') as string,
  })
  expect(plain.get('Kind')!.used).toBe(true)
  expect(plain.get('Bytes')!.used).toBe(true)
  expect(notes({ users: true }).get('Desk')!.used).toBe(true)
  expect(notes({ columns: ['Desk', 'Load', 'Kind'] }).get('Load')!.used).toBe(true)
  c.close()
})

test('the lift over the rule is told against truth, on the same events', () => {
  const events = Float64Array.of(0, 1, 2, 3, 4)
  const truth = { events: Int32Array.of(1, 1, 0, 0, -1) }
  const rule = Uint8Array.of(1, 0, 1, 0, 1)
  const found = ruleLift({ events, truth: rule }, Uint8Array.of(2, 1, 0, 0, 0), truth)
  expect(found).toMatchObject({
    events: 4,
    malicious: 2,
    rule: { called: 2, right: 1, precision: 0.5, recall: 0.5, f1: 0.5 },
    model: { called: 2, right: 2, f1: 1 },
    lift: 0.5,
  })
  const none = ruleLift({ events, truth: rule }, rule, { events: new Int32Array(5).fill(-1) })
  expect(none).toMatchObject({ events: 0, lift: null })
})
