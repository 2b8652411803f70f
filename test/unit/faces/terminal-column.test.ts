/** Labels from a column by the command line, from the capture to a verified run, without alerts and without a time. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { document, freshFolder, tribunal } from './tribunal.ts'

const folder = freshFolder()
const path = join(folder, 'case.tribunal')
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  const rows = Array.from({ length: 400 }, (_, row) => {
    const bad = row % 4 === 0
    return `${(row * 37) % 100},${bad ? 900 + (row % 50) : row % 60},${bad ? 'Exfiltration' : 'BENIGN'}`
  })
  writeFileSync(at('flows.csv'), ['size,bytes,Label', ...rows].join('\n'))
  await document('new', path)
  await document('import', path, at('flows.csv'))
})

test('a column labels, a run is trained on it, and the case verifies', async () => {
  const set = await document('label', path, '--column', 'label', '--name', 'own truth')
  expect(set).toMatchObject({
    labeled: 100,
    benign: 300,
    withoutLabel: 0,
    withoutTime: 400,
    benignValues: ['benign'],
  })
  expect(set).toMatchObject({ byClass: { Exfiltration: 100 }, kept: ['Exfiltration'], sources: [1] })
  writeFileSync(at('quick.json'), '{"model":{"expertEpochs":2,"gateEpochs":3,"hidden":[8]}}')
  const run = await document<{ classes: string[] }>('run', path, at('quick.json'))
  expect(run.classes).toEqual(['benign', 'Exfiltration'])
  expect(await document('verify', path)).toMatchObject({ ok: true })
  await document('report', path, '--out', at('report'))
})

test.each([
  [['--column', 'nothing'], 'no-such-column'],
  [['--column', 'size'], 'benign-unknown'],
  [['--column', 'Label', '--before', '3s'], 'invalid-input'],
  [['--column', 'Label', '--source', 'other.csv'], 'no-such-source'],
  [['--column', 'Label', '--top', '0'], 'invalid-input'],
  [['--benign', 'x'], 'invalid-input'],
  [[], 'no-alerts'],
])('label %j is refused: %s', async (args, code) => {
  const ran = await tribunal('label', path, ...args, '--json')
  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code } })
})

test('a split by time says that there is no time', async () => {
  writeFileSync(at('time.json'), '{"split":{"by":"time"}}')
  const ran = await tribunal('run', path, at('time.json'), '--json')
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'no-times' } })
})

test('trained on one capture and tested on another, whose layout differs', async () => {
  const rows = Array.from(
    { length: 80 },
    (_, row) => `${row % 4 === 0 ? 930 : row},x,${row % 4 === 0 ? 'DoS' : 'Normal'}`,
  )
  writeFileSync(at('later.csv'), ['Bytes ,note,label', ...rows].join('\n'))
  await document('import', path, at('later.csv'))
  expect(await document('label', path, '--column', 'Label', '--binary')).toMatchObject({
    byClass: { attack: 120 },
  })
  const run = await document<{ protocols: Record<string, { metrics: { rows: number } }> }>(
    'run',
    path,
    at('quick.json'),
    '--train-on',
    'flows.csv',
    '--test-on',
    'later',
  )
  expect(run.protocols['E3']?.metrics.rows).toBe(62)
  expect(await document('verify', path)).toMatchObject({ ok: true })
  const wrong = await tribunal('run', path, '--test-on', 'nowhere.csv', '--json')
  expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'no-such-source' } })
})
