/** Which columns become features, and the reason given for each. */
import { expect, test } from 'vitest'
import { describeColumns, planColumns } from '../../../main/features/select.ts'
import { FeatureConfig } from '../../../preload/contract/experiment.ts'
import { addCapture, make, newCase, type Cells } from './small-case.ts'

const settings = (input: object = {}) => FeatureConfig.parse(input)
const text = (value: (row: number) => string | null, rows = 400): Cells => ({
  type: 'text',
  data: make(rows, value),
})
const whole = (value: (row: number) => number | null, rows = 400): Cells => ({
  type: 'integer',
  data: make(rows, value),
})

function variedCase() {
  const c = newCase()
  addCapture(
    c,
    {
      '@timestamp': { type: 'time', data: make(400, (row) => row * 1e6) },
      EventID: whole((row) => [4624, 4688, 4689][row % 3] ?? 0),
      EventRecordID: whole((row) => 7000 + row),
      rising: whole((row) => 10 + row * 3),
      bytes: whole((row) => (row * 7919) % 5003),
      'Src Port': whole((row) => (row % 4 === 0 ? 443 : 50_000 + ((row * 31) % 9000))),
      'Dst Port': whole((row) => [443, 80, 53, 22][row % 4] ?? 0),
      account: text((row) => (row % 6 ? `user${row % 5}` : 'NT AUTHORITY\\SYSTEM')),
      owner_of_it: text((row) => `ACME\\user${row % 5}`),
      sidish: text((row) => `S-1-5-21-${row % 7}`),
      'process.guid': text((row) => `${row}`),
      token: text((row) => `dbf410b3-ba35-671a-c300-${String(row % 9).padStart(12, '0')}`),
      nickname: text((row) => `x${row}y`),
      peer: text((row) => `10.0.0.${row % 20}`),
      Computer: text((row) => (row % 2 ? 'A' : 'B')),
      UtcText: text((row) => `2024-10-24 21:20:${String(row % 60).padStart(2, '0')}.847`),
      level: text((row) => String(row % 3)),
      image: text((row) => (row % 3 ? 'C:\\Windows\\a.exe' : `C:\\Temp\\${row}.exe`)),
      folder: text((row) => (row % 4 ? 'C:\\Windows' : 'C:\\Users\\user1\\Documents')),
      part: text((row) => ['System', 'Security'][row % 2] ?? null),
      story: text((row) => `${'long text '.repeat(30)}${row % 3}`),
      always: text(() => 'same'),
      nothing: text(() => null),
      'label.technique': text((row) => `T${row % 4}`),
      sus: whole((row) => row % 2),
      remark: text((row) => `${row % 150} said so`),
    },
    { time: '@timestamp', host: 'Computer', users: ['account'], action: 'EventID', labels: ['sus'] },
  )
  return c
}

test('every column gets its part from mapping, name and values', () => {
  const c = variedCase()
  const roles = Object.fromEntries(describeColumns(c, settings()).map((note) => [note.column, note.role]))
  expect(roles).toEqual({
    '@timestamp': 'time',
    EventID: 'categorical',
    EventRecordID: 'identifier',
    rising: 'identifier',
    bytes: 'numeric',
    'Src Port': 'numeric',
    'Dst Port': 'categorical',
    account: 'user',
    owner_of_it: 'user',
    sidish: 'user',
    'process.guid': 'identifier',
    token: 'identifier',
    nickname: 'identifier',
    peer: 'host',
    Computer: 'host',
    UtcText: 'time',
    level: 'categorical',
    image: 'categorical',
    folder: 'categorical',
    part: 'categorical',
    story: 'text',
    always: 'constant',
    nothing: 'empty',
    'label.technique': 'label',
    sus: 'label',
    remark: 'text',
  })
  c.close()
})

test('only numbers and categories are used by default, and every note says why', () => {
  const c = variedCase()
  const notes = describeColumns(c, settings())
  const used = notes.filter((note) => note.used).map((note) => note.column)
  expect(used).toEqual(['EventID', 'bytes', 'Src Port', 'Dst Port', 'level', 'image', 'folder', 'part'])
  expect(notes.find((note) => note.column === 'folder')?.reason).toContain(
    '25 % of its values name an account; the name is hidden',
  )
  for (const note of notes) expect(note.reason).toMatch(/^[A-Z].*\.$/)
  c.close()
})

test('users and identifiers can be turned on, labels and times cannot, even by name', () => {
  const c = variedCase()
  const on = describeColumns(c, settings({ users: true, identifiers: true }))
  expect(
    on.filter((note) => note.role === 'user' || note.role === 'identifier').every((note) => note.used),
  ).toBe(true)
  const asked = ['label.technique', 'sus', '@timestamp', 'always', 'account', 'story']
  const named = describeColumns(c, settings({ columns: asked }))
  expect(named.filter((note) => note.used).map((note) => note.column)).toEqual(['account', 'story'])
  c.close()
})

test('a column that no capture has is refused by name', () => {
  const c = variedCase()
  expect(() => describeColumns(c, settings({ columns: ['EventID', 'nope'] }))).toThrow(
    /No capture has a column "nope"/,
  )
  c.close()
})

test('a later import changes what a column is', () => {
  const c = newCase()
  addCapture(c, { kind: text(() => 'same', 50) })
  expect(describeColumns(c, settings())[0]?.role).toBe('constant')
  addCapture(c, { kind: text((row) => `k${row % 2}`, 50) })
  expect(describeColumns(c, settings())[0]?.role).toBe('categorical')
  c.close()
})

test('codes are categories, or on request the numbers they are', () => {
  const c = newCase()
  const ports = make(200, (row) => [80, 443, 22][row % 3] ?? 0)
  addCapture(c, { dst_port: { type: 'integer', data: ports } })
  const encoding = (input: object) => planColumns(c, FeatureConfig.parse(input))[0]
  expect(encoding({})).toMatchObject({ role: 'categorical', encoding: 'categorical', used: true })
  const numbers = encoding({ codes: 'numbers', categorical: false })
  expect(numbers).toMatchObject({ role: 'numeric', encoding: 'numeric', used: true })
  c.close()
})
