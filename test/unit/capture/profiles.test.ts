/** Mapping profiles: made from a file, matched by columns, stored, shared; and hostile ones refused. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { byProfile, profileOf } from '../../../preload/contract/profile-of.ts'
import { matchProfiles } from '../../../main/capture/profiles/match.ts'
import {
  listProfiles,
  readProfile,
  removeProfile,
  saveProfile,
  shareProfile,
} from '../../../main/capture/profiles/store.ts'
import { Profile } from '../../../preload/contract/profiles.ts'
import { file, folder } from './records.ts'

const home = folder()
const plain: Profile = {
  tribunal: 'profile',
  version: 1,
  name: 'Plain',
  columns: ['a', 'b', 'c', 'd', 'e'],
  mapping: { time: 'a' },
}
const stored = (...profiles: Profile[]) => profiles.map((profile, i) => ({ id: `p${i}`, profile }))

test('from one file to the next of its kind', async () => {
  const text = 'when;who;what\n05.01.2026 08:00:00;ann;login\n'
  const decided = {
    zone: 'Europe/Berlin',
    mapping: { users: ['who'], action: 'what', timeOrder: 'day-first' as const },
  }
  const profile = profileOf('Door', await inspect(file(home, text), decided), decided)
  expect(profile).toEqual({
    tribunal: 'profile',
    version: 1,
    name: 'Door',
    columns: ['when', 'who', 'what'],
    zone: 'Europe/Berlin',
    mapping: { time: 'when', host: null, action: 'what', users: ['who'], timeOrder: 'day-first' },
  })
  expect(Profile.parse(profile)).toEqual(profile)
  const next = await inspect(file(home, text.replace('ann', 'bob')))
  expect(
    matchProfiles(
      next.columns.map(({ name }) => name),
      stored(profile),
    ),
  ).toEqual([{ id: 'p0', name: 'Door', found: 3, of: 3, columns: 3 }])
  const { path: _, ...choices } = byProfile('x', profile)
  expect(choices).toEqual({ zone: 'Europe/Berlin', mapping: profile.mapping })
})

test('four of five columns are enough, three are not; a column with a part must be there', () => {
  const names = (columns: string[]) => matchProfiles(columns, stored(plain)).map(({ found }) => found)
  expect(names(['a', 'b', 'c', 'd'])).toEqual([4])
  expect(names(['a', 'b', 'c'])).toEqual([])
  expect(names(['b', 'c', 'd', 'e'])).toEqual([])
})

test('property: the best is the one that shares most, whatever else is stored', () => {
  const column = fc.constantFrom(...'abcdefghijklmnop'.split(''))
  const columns = fc.uniqueArray(column, { minLength: 1 })
  fc.assert(
    fc.property(columns, fc.array(columns, { maxLength: 8 }), (own, others) => {
      const profile = (list: string[], i: number): Profile => ({
        ...plain,
        name: `${i}`,
        columns: list,
        mapping: {},
      })
      const all = stored(...[...others, own].map(profile))
      const [best, ...rest] = matchProfiles(own, all)
      const dice = ({ found, of, columns: width }: NonNullable<typeof best>) => (2 * found) / (of + width)
      expect(dice(best!)).toBe(1)
      for (const one of rest) {
        expect(dice(one)).toBeLessThanOrEqual(1)
        expect(one.found / one.of).toBeGreaterThanOrEqual(0.8)
      }
    }),
  )
})

test('stored, replaced by name, shared, taken and removed', () => {
  const data = join(home, 'data')
  const id = saveProfile(data, plain)
  expect(saveProfile(data, { ...plain, note: 'again' })).toBe(id)
  const other = saveProfile(data, { ...plain, name: '../../Дверь' })
  expect(other).toMatch(/^profile-[0-9a-f]{8}$/)
  expect(listProfiles(data).profiles.map(({ profile }) => profile.name)).toEqual(['../../Дверь', 'Plain'])
  expect(readdirSync(join(data, 'profiles')).toSorted()).toEqual([`${id}.json`, `${other}.json`].toSorted())
  const shared = shareProfile(data, id, home)
  expect(readProfile(shared)).toEqual({ ...plain, note: 'again' })
  expect(() => shareProfile(data, id, home)).toThrow(/is there already/)
  removeProfile(data, id)
  expect(listProfiles(data).profiles).toHaveLength(1)
  expect(() => removeProfile(data, '../x')).toThrow()
})

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['another document', '{"time":"a","host":null,"users":[],"action":null,"labels":[]}'],
  ['an unknown key', JSON.stringify({ ...plain, run: 'rm' })],
  ['an unknown key inside', JSON.stringify({ ...plain, mapping: { time: 'a', constructor: 'x' } })],
  ['a newer version', JSON.stringify({ ...plain, version: 2 })],
  ['no columns', JSON.stringify({ ...plain, columns: [] })],
  [
    'too many columns',
    JSON.stringify({ ...plain, columns: Array.from({ length: 5001 }, (_, i) => `c${i}`) }),
  ],
  ['a delimiter of two characters', JSON.stringify({ ...plain, mapping: { delimiter: '::' } })],
  ['an unknown encoding', JSON.stringify({ ...plain, mapping: { encoding: 'utf-7' } })],
  ['a blank name', JSON.stringify({ ...plain, name: '  ' })],
  ['five megabytes', JSON.stringify({ ...plain, note: 'x'.repeat(5 << 20) })],
  ['a deep nest', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('refused: %s', (_, text) => {
  const path = file(home, text)
  expect(() => readProfile(path)).toThrow(expect.objectContaining({ code: 'invalid-profile' }) as Error)
})

test('a folder of broken profiles does not keep the good ones away', () => {
  const data = join(home, 'broken')
  saveProfile(data, plain)
  mkdirSync(join(data, 'profiles'), { recursive: true })
  writeFileSync(join(data, 'profiles/bad-1.json'), '{')
  writeFileSync(join(data, 'profiles/Bad Name.json'), JSON.stringify(plain))
  const { profiles, broken } = listProfiles(data)
  expect([profiles.length, broken.length]).toEqual([1, 2])
})
