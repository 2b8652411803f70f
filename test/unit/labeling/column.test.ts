/** Labels from a column: what each value becomes, what is refused, that they are made again, and that they are never features. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { importCapture } from '../../../main/capture/import.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { APART, NO_LABEL, readLabels } from '../../../main/case/label-sets.ts'
import { describeColumns } from '../../../main/features/select.ts'
import { readsBenign } from '../../../main/labeling/benign-words.ts'
import { lockColumn } from '../../../main/labeling/column.ts'
import { labelColumns } from '../../../main/labeling/label-columns.ts'
import { remakeLabels, ruleHash } from '../../../main/labeling/lock.ts'
import { buildDataset } from '../../../main/training/datasets.ts'
import { split } from '../../../main/training/split.ts'
import { ExperimentConfig, FeatureConfig } from '../../../preload/contract/experiment.ts'
import { isColumnRule } from '../../../preload/contract/labeling.ts'
import { addCapture, make, newCase } from '../features/small-case.ts'

const data = resolve(import.meta.dirname, '../../../../shared/data')

/** A capture without times whose column `truth` holds the given texts; null is an empty cell. */
function carrying(values: (string | null)[], column = 'truth'): CaseFile {
  const c = newCase()
  const numbers = make(values.length, (row) => row % 7)
  addCapture(c, { n: { type: 'integer', data: numbers }, [column]: { type: 'text', data: values } })
  return c
}

test('classes by count, ties by name; benign whatever its case; empty cells without a label; the rest apart', () => {
  const c = carrying(['b', 'Benign', 'a', 'c', null, 'b', ' BENIGN ', 'a', 'b', '  '])
  const set = lockColumn(c, { columns: ['truth'], top: 2 })
  const { classes, labels, alerts } = readLabels(c, set.id)
  expect(classes).toEqual(['benign', 'b', 'a'])
  expect([...labels]).toEqual([1, 0, 2, APART, NO_LABEL, 1, 0, 2, 1, NO_LABEL])
  expect([...alerts]).toEqual(make(10, () => -1))
  expect(set.labeling).toMatchObject({
    events: 10,
    labeled: 6,
    benign: 2,
    apart: 1,
    withoutLabel: 2,
    withoutTime: 10,
  })
  expect(set.labeling.byClass).toEqual([
    { name: 'b', events: 3, alerts: 0, kept: true },
    { name: 'a', events: 2, alerts: 0, kept: true },
    { name: 'c', events: 1, alerts: 0, kept: false },
  ])
  c.close()
})

test('any values: every event is in exactly one count, and classes are the values', () => {
  const value = fc.oneof(
    fc.constantFrom('BENIGN', 'x', 'X', '0', '1', ' ', null),
    fc.string({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (values, top) => {
      const c = carrying(['benign', ...values])
      const set = lockColumn(c, { columns: ['truth'], top, benign: ['benign'] })
      const { classes, labels } = readLabels(c, set.id)
      const { events, labeled, benign, withoutLabel = 0, apart, byClass } = set.labeling
      expect(labeled + benign + withoutLabel).toBe(events)
      expect(byClass.reduce((sum, one) => sum + one.events, 0)).toBe(labeled)
      expect(labels.filter((label) => label > 0).length + apart).toBe(labeled)
      expect(classes.length).toBeLessThanOrEqual(top + 1)
      values.forEach((text, i) => {
        const label = labels[i + 1]!
        const wanted = text?.trim() ?? ''
        if (wanted === '') expect(label).toBe(NO_LABEL)
        else if (wanted.toLowerCase() === 'benign') expect(label).toBe(0)
        else if (label > 0) expect([wanted, `truth=${wanted}`]).toContain(classes[label])
        else expect(label).toBe(APART)
      })
      c.close()
    }),
    { numRuns: 40 },
  )
})

test('numbers are classes by the column they stand in, one class over captures that call it differently', () => {
  const c = newCase()
  addCapture(c, { sus_label: { type: 'integer', data: [0, 1, 1] } })
  addCapture(c, { sus: { type: 'integer', data: [1, 0] }, evil: { type: 'integer', data: [0, 0] } })
  addCapture(c, { other: { type: 'integer', data: [5] } })
  const set = lockColumn(c, { columns: ['Sus Label', 'sus'] })
  const { classes, labels } = readLabels(c, set.id)
  expect(classes).toEqual(['benign', 'Sus Label=1'])
  expect([...labels]).toEqual([0, 1, 1, 1, 0, NO_LABEL])
  expect(set.rule).toMatchObject({ sources: [1, 2], benign: ['0'] })
  const one = lockColumn(c, { columns: ['sus'], sources: [2] })
  expect([...readLabels(c, one.id).labels]).toEqual([NO_LABEL, NO_LABEL, NO_LABEL, 1, 0, NO_LABEL])
  c.close()
})

test('an empty cell is benign where it is said to be', () => {
  const c = carrying(['T1059', null, ''])
  expect([...readLabels(c, lockColumn(c, { columns: ['truth'], benign: [''] }).id).labels]).toEqual([1, 0, 0])
  c.close()
})

test.each([
  [['x', 'y'], { columns: ['truth'] }, /means benign is not plain\. Its values: "x" 1, "y" 1/],
  [['x', 'BENIGN'], { columns: ['truth'], benign: ['fine'] }, /No event has "fine" in truth/],
  [['x'], { columns: ['nothing', 'none'] }, /No capture has a column "nothing" or "none"/],
  [['x'], { columns: ['truth'], sources: [9] }, /no capture number 9/],
  [make(1100, (row) => `v${row}`), { columns: ['truth'] }, /1100 different values/],
])('%#: what cannot be a label is refused with the reason', (values, request, reason) => {
  const c = carrying(values)
  expect(() => lockColumn(c, request)).toThrow(reason)
  c.close()
})

test('a set is made again byte for byte, also after a later import; not where the evidence was changed', () => {
  const c = carrying(['BENIGN', 'x', 'y', 'x'])
  const set = lockColumn(c, { columns: ['truth'] })
  addCapture(c, { truth: { type: 'text', data: ['BENIGN', 'y', 'y', 'x'] } })
  expect(remakeLabels(c, set)).toEqual({ labelsHash: set.labelsHash, ruleHash: set.ruleHash })
  expect(ruleHash(set.rule)).toBe(set.ruleHash)
  const data = `SELECT data FROM column_chunks WHERE name = 'truth' AND source = 2`
  c.db.exec(`UPDATE column_chunks SET data = (${data}) WHERE name = 'truth' AND source = 1`)
  expect(remakeLabels(c, set).labelsHash).not.toBe(set.labelsHash)
  c.close()
})

test('the column is never a feature, nor is any other that holds truth, even where the config names it', () => {
  const c = newCase()
  const truth = make(60, (row) => (row % 3 === 0 ? 'evil thing' : 'benign'))
  const flag = make(60, (row) => (row % 3 === 0 ? 1 : 0))
  const columns = { kind: truth, Label: truth } as const
  addCapture(c, {
    n: { type: 'integer', data: make(60, (row) => row % 9) },
    ...Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, { type: 'text' as const, data: [...cells] }]),
    ),
    ...Object.fromEntries(
      ['sus', 'evil', 'sus_label', 'Attempted Category'].map((name) => [
        name,
        { type: 'integer' as const, data: flag },
      ]),
    ),
  })
  const wanted = FeatureConfig.parse({ columns: ['n', 'kind', 'Label', 'sus', 'evil', 'sus_label'] })
  const used = () =>
    describeColumns(c, wanted)
      .filter((note) => note.used)
      .map((note) => note.column)
  expect(used()).toEqual(['n', 'kind'])
  lockColumn(c, { columns: ['kind'] })
  expect(used()).toEqual(['n'])
  expect(describeColumns(c, wanted).find((note) => note.column === 'kind')?.role).toBe('label')
  c.close()
})

test('events without a time are trained on by row order, and not split by time', () => {
  const c = carrying(make(30, (row) => (row % 3 === 0 ? 'x' : 'BENIGN')))
  const set = lockColumn(c, { columns: ['truth'] })
  const dataset = buildDataset(c, loadCore(c), set.id, 1000, 1)
  expect([...dataset.events]).toEqual(make(30, (row) => row))
  expect(dataset.times.every((time) => Number.isNaN(time))).toBe(true)
  const { split: stratified } = ExperimentConfig.parse({})
  expect(split(dataset, stratified, 1).train.length).toBeGreaterThan(15)
  expect(() => split(dataset, { ...stratified, by: 'time' }, 1)).toThrow(/30 of 30 events have no time/)
  c.close()
})

test('the columns to choose from, with what reads as benign', () => {
  const c = newCase()
  addCapture(c, { Label: { type: 'text', data: ['BENIGN', 'DoS', 'DoS', null] } }, { labels: ['Label'] })
  expect(labelColumns(c, loadCore(c))).toEqual([
    {
      column: 'Label',
      sources: [1],
      missing: 1,
      distinct: 2,
      values: [
        { value: 'DoS', events: 2, benign: false },
        { value: 'BENIGN', events: 1, benign: true },
      ],
    },
  ])
  expect(['Normal', 'normal.', '0', '0.0', 'FALSE', '-', 'Background'].every(readsBenign)).toBe(true)
  expect(['1', 'true', 'DoS', 'benign-ish', '00'].some(readsBenign)).toBe(false)
  c.close()
})

const flows = resolve(data, 'cicids2017/flows.csv.gz')
test.skipIf(!existsSync(flows))(
  'CIC-IDS2017: sixteen classes, as the file counts them (needs real captures)',
  async () => {
    const c = newCase()
    await importCapture(c, { path: flows }, { progress: () => {}, signal: new AbortController().signal })
    const { labeling, rule } = lockColumn(c, { columns: ['label'] })
    expect(labeling).toMatchObject({
      events: 43_419,
      benign: 5000,
      labeled: 38_419,
      withoutLabel: 0,
      withoutTime: 0,
    })
    expect(labeling.byClass).toHaveLength(15)
    expect(labeling.byClass.at(-1)).toEqual({ name: 'Heartbleed', events: 11, alerts: 0, kept: true })
    expect(isColumnRule(rule) && rule.benign).toEqual(['benign'])
    c.close()
  },
)

const beth = resolve(data, 'beth/datacamp_train_first12500.csv')
test.skipIf(!existsSync(beth))(
  'BETH, which has no time: 273 suspicious of 12,500 (needs real captures)',
  async () => {
    const c = newCase()
    await importCapture(c, { path: beth }, { progress: () => {}, signal: new AbortController().signal })
    const { labeling } = lockColumn(c, { columns: ['sus_label'] })
    expect(labeling).toMatchObject({ events: 12_500, labeled: 273, benign: 12_227, withoutTime: 12_500 })
    c.close()
  },
)

test('all attacks as one class, where captures name theirs differently', () => {
  const c = carrying(['BENIGN', 'DoS', null, 'DDoS attacks-LOIC-HTTP', 'Bot'])
  const set = lockColumn(c, { columns: ['truth'], binary: true })
  expect(readLabels(c, set.id)).toMatchObject({ classes: ['benign', 'attack'] })
  expect([...readLabels(c, set.id).labels]).toEqual([0, 1, NO_LABEL, 1, 1])
  expect(set.labeling.byClass).toEqual([{ name: 'attack', events: 3, alerts: 0, kept: true }])
  c.close()
})
