/** The parts of components that are plain functions: keys, tracks, scales, search. */
import { expect, test } from 'vitest'
import { find } from '../../../renderer/src/app/palette/commands.ts'
import { fitting, tracksOf } from '../../../renderer/src/components/data-table/columns.ts'
import { target } from '../../../renderer/src/components/data-table/use-grid-keys.ts'
import { fromSlider, STEPS, toSlider } from '../../../renderer/src/components/duration-field/scale.ts'
import { countText } from '../../../renderer/src/components/number-text/format.ts'

test('grid keys stay inside the table, and leave other keys alone', () => {
  expect(target('ArrowDown', -1, 10, 4)).toBe(0)
  expect(target('ArrowDown', 9, 10, 4)).toBe(9)
  expect(target('PageUp', 2, 10, 4)).toBe(0)
  expect(target('End', 0, 10, 4)).toBe(9)
  expect(target('Tab', 0, 10, 4)).toBeNull()
})

test('head and rows get the same tracks and hold their least widths', () => {
  const columns = [{ width: '100px' }, { width: 'minmax(60px, 2fr)' }, {}].map((one, id) => ({
    ...one,
    id: String(id),
    header: '',
    cell: () => null,
  }))
  const { template, minWidth } = tracksOf(columns)
  expect(template).toBe('100px minmax(60px, 2fr) minmax(80px, 1fr)')
  expect(minWidth).toBeGreaterThanOrEqual(240)
})

test('spare columns give way where there is no room, the last first, the others never', () => {
  const columns = ['name', 'at', 'seed', 'score'].map((id) => ({
    id,
    header: '',
    width: '100px',
    cell: () => null,
    ...((id === 'at' || id === 'seed') && { spare: true as const }),
  }))
  const shown = (room: number): string[] => fitting(columns, room).map(({ id }) => id)
  expect(fitting(columns, 488)).toBe(columns)
  expect(shown(487)).toEqual(['name', 'at', 'score'])
  expect(shown(375)).toEqual(['name', 'score'])
  expect(shown(10)).toEqual(['name', 'score'])
})

test('the duration slider grows by factors, gives round values and finds its place again', () => {
  expect(fromSlider(0)).toBe(0)
  expect(fromSlider(1)).toBe(1e6)
  expect(fromSlider(STEPS)).toBe(30 * 86_400e6)
  const values = Array.from({ length: STEPS + 1 }, (_, step) => fromSlider(step))
  expect(values.every((value, step) => step === 0 || value >= (values[step - 1] ?? 0))).toBe(true)
  for (const value of values)
    expect(Math.abs(fromSlider(toSlider(value)) - value)).toBeLessThanOrEqual(value * 0.15)
})

test('the palette finds by every word, titles that begin with the text first', () => {
  const command = (id: string, title: string, words = '') => ({
    id,
    title,
    group: 'View',
    words,
    run: () => {},
  })
  const list = [command('a', 'Times in UTC', 'zone'), command('b', 'Dark theme'), command('c', 'UTC now')]
  expect(find(list, 'utc').map((one) => one.id)).toEqual(['c', 'a'])
  expect(find(list, 'zone times').map((one) => one.id)).toEqual(['a'])
  expect(find(list, '')).toHaveLength(3)
})

test('short counts keep what matters', () => {
  expect([950, 9999, 12_345, 1_248_331, 250e6].map(countText)).toEqual([
    '950',
    '9,999',
    '12.3k',
    '1.2M',
    '250M',
  ])
})
