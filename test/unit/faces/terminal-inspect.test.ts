/** `inspect`, profiles, and folders by the command line: understood first, then imported, each file as what it is. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import type { Inspection } from '../../../preload/contract/evidence.ts'
import type { ProblemShape } from '../../../preload/contract/problem.ts'
import { document, freshFolder, tribunal } from './tribunal.ts'

const folder = freshFolder()
const at = (name: string): string => join(folder, name)
process.env['TRIBUNAL_DATA'] = at('data')

/** A door's log, as a German office writes it. */
const doors = (from: number): string =>
  `Zeit;Wer;Tür\r\n${Array.from({ length: 30 }, (_, i) => `${from + (i % 9)}.01.2026 08:00:${10 + i};LAB\\ann;Süd\r\n`).join('')}`
const events = '{"@timestamp":"2026-01-05T08:00:00Z","user":"ann","host":"pc1"}\n'
const alert = '_time,search_name,user\n2026-01-05T08:00:00Z,S,ann\n'

beforeAll(() => writeFileSync(at('doors.csv'), Buffer.from(doors(14), 'latin1')))

test('inspect tells each guess with its confidence, and asks what the file does not say', async () => {
  const found = await document<Inspection>('inspect', at('doors.csv'))
  const of = Object.fromEntries(found.guesses.map((guess) => [guess.part, guess]))
  expect(of['delimiter']).toMatchObject({ value: 'semicolon', confidence: 1 })
  expect(of['encoding']).toMatchObject({ value: 'Windows-1252', confidence: 1 })
  expect(of['time']).toMatchObject({ value: 'Zeit', confidence: 1 })
  expect(of['zone']).toMatchObject({ value: 'UTC', confidence: 0 })
  expect(of['users']).toMatchObject({ value: 'none', confidence: null })
  const said = await tribunal('inspect', at('doors.csv'))
  expect(said.code).toBe(0)
  expect(said.stdout).toContain('30 of 30 rows can be read as times')
  expect(said.stdout).toMatch(/^\? zone: In which zone/m)
  expect(said.stdout).toMatch(/^\? users: Which columns/m)
})

test('a profile is saved from one file, recognizes the next, and imports it', async () => {
  writeFileSync(at('decided.json'), JSON.stringify({ users: ['Wer'], action: 'Tür' }))
  const profile = at('doors.profile.json')
  const flags = [
    '--mapping',
    at('decided.json'),
    '--zone',
    'Europe/Berlin',
    '--name',
    'Doors',
    '--save-profile',
    profile,
  ]
  await document('inspect', at('doors.csv'), ...flags)
  expect(JSON.parse(readFileSync(profile, 'utf8'))).toMatchObject({ name: 'Doors', zone: 'Europe/Berlin' })
  const again = await tribunal('inspect', at('doors.csv'), ...flags, '--json')
  expect((JSON.parse(again.stdout) as { error: ProblemShape }).error.code).toBe('file-exists')

  mkdirSync(at('data/profiles'), { recursive: true })
  writeFileSync(at('data/profiles/doors-1.json'), readFileSync(profile))
  writeFileSync(at('march.csv'), Buffer.from(doors(13), 'latin1'))
  const next = await document<Inspection>('inspect', at('march.csv'))
  expect(next.profiles).toEqual([{ id: 'doors-1', name: 'Doors', found: 3, of: 3, columns: 3 }])

  await document('new', at('doors.tribunal'))
  for (const given of [profile, 'Doors']) {
    const name = given === profile ? 'doors.csv' : 'march.csv'
    expect(await document('import', at('doors.tribunal'), at(name), '--profile', given)).toMatchObject({
      accepted: 30,
    })
  }
  const c = openCase(at('doors.tribunal'))
  const sources = listSources(c)
  c.close()
  for (const { zone, mapping } of sources) {
    expect(zone).toBe('Europe/Berlin')
    expect(mapping).toMatchObject({ time: 'Zeit', users: ['Wer'], action: 'Tür' })
  }
  const none = await tribunal(
    'import',
    at('doors.tribunal'),
    at('march.csv'),
    '--profile',
    'Windows',
    '--json',
  )
  expect((JSON.parse(none.stdout) as { error: ProblemShape }).error).toMatchObject({
    code: 'no-such-profile',
    advice: 'Stored are: Doors.',
  })
})

test('a folder: each file as what it is, packed ones too; what is no evidence is passed over, what is broken fails', async () => {
  const home = at('evidence')
  mkdirSync(join(home, 'deep/deeper'), { recursive: true })
  writeFileSync(join(home, 'events.log'), events)
  writeFileSync(join(home, 'deep/packed.dat'), gzipSync(events.replace('ann', 'bob')))
  writeFileSync(join(home, 'deep/deeper/packed'), zstdCompressSync(Buffer.from(events.replace('ann', 'eve'))))
  writeFileSync(join(home, 'alerts.txt'), alert)
  writeFileSync(join(home, 'readme.md'), 'Read me.')
  writeFileSync(join(home, 'again.json'), events)
  writeFileSync(join(home, '.hidden.json'), events.replace('ann', 'zoe'))
  const path = at('folder.tribunal')
  await document('new', path)
  const done = await document<{ rows: number; files: Record<string, unknown>[] }>('import', path, home)
  expect(done.rows).toBe(5)
  const short = done.files.map((one) => [
    String(one['path']).slice(home.length + 1),
    one['skipped'] ? 'skipped' : one['duplicateOf'] === undefined ? 'imported' : 'known',
  ])
  expect(short).toEqual([
    ['again.json', 'imported'],
    ['alerts.txt', 'imported'],
    ['deep/deeper/packed', 'imported'],
    ['deep/packed.dat', 'imported'],
    ['events.log', 'known'],
    ['readme.md', 'skipped'],
  ])
  const c = openCase(path)
  expect(listSources(c).map(({ kind }) => kind)).toEqual(['capture', 'alerts', 'capture', 'capture'])
  c.close()
  writeFileSync(join(home, 'cut.gz'), gzipSync(events.repeat(50)).subarray(0, 40))
  const failed = await tribunal('import', path, home, '--json')
  expect(failed.code).toBe(1)
  expect((JSON.parse(failed.stdout) as { error: ProblemShape }).error.code).toBe('truncated-file')
})
