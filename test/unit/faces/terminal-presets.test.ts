/** Presets by the command line: the list, a run from one with differences, and what does not fit is refused. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import { getRun } from '../../../main/case/results/runs.ts'
import { document, freshFolder, tribunal } from './tribunal.ts'

const folder = freshFolder()
const path = join(folder, 'case.tribunal')
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  const rows = Array.from({ length: 300 }, (_, row) => {
    const bad = row % 5 === 0
    return `${(row * 37) % 100},${bad ? 900 + (row % 50) : row % 60},${bad ? 1 : 0}`
  })
  writeFileSync(at('flows.csv'), ['size,bytes,Label', ...rows].join('\n'))
  await document('new', path)
  await document('import', path, at('flows.csv'))
  await document('label', path, '--column', 'Label')
})

test('the list names every preset as it is asked for', async () => {
  const { presets } = await document<{ presets: { preset: string; name: string; note: string }[] }>('presets')
  const names = presets.map(({ preset }) => preset)
  expect(names).toEqual(expect.arrayContaining(['s1-as-published', 's2-as-published', 's3-repaired']))
  const { stdout } = await tribunal('presets')
  for (const { preset } of presets) expect(stdout).toContain(preset)
})

test('a preset with differences from it: groups are merged, the rest is the preset’s', async () => {
  writeFileSync(
    at('own.json'),
    '{"features":{"columns":null},"split":{"by":"stratified"},"model":{"epochs":4}}',
  )
  const { run } = await document<{ run: string }>('run', path, at('own.json'), '--preset', 's3-repaired')
  const c = openCase(path)
  const { config } = getRun(c, run)
  c.close()
  expect(config.model).toMatchObject({ system: 'S3', loss: 'binary', optimizer: 'adam', epochs: 4 })
  expect(config).toMatchObject({ name: 'S3, repaired', sampling: { benignShare: null }, protocols: ['E1'] })
  expect(config.features).toMatchObject({ columns: null, numbers: 'plain' })
})

test.each([
  [['--preset', 'nothing'], 'no-such-preset'],
  [['--preset', 's3-repaired', '--experts', 'one-class'], 'not-for-this-system'],
])('run %j is refused: %s', async (args, code) => {
  const ran = await tribunal('run', path, ...args, '--json')
  expect(ran.code).toBe(1)
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code } })
})
