/** Numbers as people read them; the same everywhere, whatever the machine's locale. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as format from '../../../preload/figures/format.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('shares: one decimal, never rounded to all or nothing', () => {
  expect(plain(format.percent(0.7222))).toBe('72.2 %')
  expect(plain(format.percent(0))).toBe('0.0 %')
  expect(plain(format.percent(1))).toBe('100.0 %')
  expect(plain(format.percent(0.0001))).toBe('< 0.1 %')
  expect(plain(format.percent(0.99999))).toBe('> 99.9 %')
  expect(plain(format.percent(0.5, 0))).toBe('50 %')
  expect(format.percent(null)).toBe('–')
  expect(format.percent(Number.NaN)).toBe('–')
})

test('a share that is neither 0 nor 1 never reads as 0.0 % or 100.0 %', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      (share, digits) => {
        const text = plain(format.percent(share, digits))
        expect(text).not.toBe(`${(0).toFixed(digits)} %`)
        expect(text).not.toBe(`${(100).toFixed(digits)} %`)
      },
    ),
  )
})

test('counts, decimals, bytes', () => {
  expect(format.count(1_234_567)).toBe('1,234,567')
  expect(format.count(999)).toBe('999')
  expect(format.count(null)).toBe('–')
  expect(plain(format.counted(1, 'event'))).toBe('1 event')
  expect(plain(format.counted(2000, 'entry', 'entries'))).toBe('2,000 entries')
  expect(format.decimal(0.83149)).toBe('0.831')
  expect(format.decimal(-0.5, 1)).toBe('−0.5')
  expect(format.decimal(-0.0001)).toBe('0.000')
  expect(plain(format.bytes(1536))).toBe('1.5 KiB')
  expect(plain(format.bytes(999))).toBe('999 B')
})

test('times are UTC to the microsecond, before 1970 too', () => {
  expect(format.instant(Date.UTC(2024, 10, 4, 18, 4, 11) * 1000)).toBe('2024-11-04 18:04:11 UTC')
  expect(format.instant(1_500_000)).toBe('1970-01-01 00:00:01.5 UTC')
  expect(format.instant(-1)).toBe('1969-12-31 23:59:59.999999 UTC')
  expect(format.instant(null)).toBe('–')
  expect(format.instant(1e30)).toBe('–')
})

test('durations', () => {
  expect(plain(format.duration(600e6))).toBe('10 min')
  expect(plain(format.duration(5_400e6))).toBe('1 h 30 min')
  expect(plain(format.duration(2_500_000))).toBe('2.5 s')
  expect(plain(format.duration(0))).toBe('0 s')
  expect(plain(format.duration(90_061e6))).toBe('1 d 1 h 1 min 1 s')
})

test('lists end in "and", long ones are counted', () => {
  expect(format.listing([])).toBe('')
  expect(format.listing(['a'])).toBe('a')
  expect(format.listing(['a', 'b', 'c'])).toBe('a, b and c')
  expect(format.listing(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3 more')
})
