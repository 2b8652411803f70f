/** Times and durations as the window writes and reads them. */
import { assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { durationText, parseDuration, roughDuration } from '../../../renderer/src/time/duration.ts'
import { isZone, offsetText, parseTimeText, timeText } from '../../../renderer/src/time/format.ts'
import { timeTicks } from '../../../renderer/src/time/ticks.ts'

const NOON = Date.UTC(2024, 9, 24, 12) * 1000

test('an instant is written in its zone, exact to the microsecond', () => {
  expect(timeText(NOON, 'UTC')).toBe('2024-10-24 12:00:00')
  expect(timeText(NOON + 123_000, 'UTC')).toBe('2024-10-24 12:00:00.123')
  expect(timeText(NOON + 123_456, 'America/Denver')).toBe('2024-10-24 06:00:00.123456')
  expect(timeText(NOON + 1, 'Asia/Kolkata')).toBe('2024-10-24 17:30:00.000001')
  expect(timeText(-1, 'UTC')).toBe('1969-12-31 23:59:59.999999')
})

test('an unknown zone falls back to UTC and is known as unknown', () => {
  expect(isZone('Mars/Base')).toBe(false)
  expect(timeText(NOON, 'Mars/Base')).toBe('2024-10-24 12:00:00')
  expect(offsetText(NOON, 'America/Denver')).toBe('-06:00')
})

test('typed times count in the zone, unless they carry their own', () => {
  expect(parseTimeText('2024-10-24 06:00', 'America/Denver')).toBe(NOON)
  expect(parseTimeText('2024-10-24T14:00:00+02:00', 'America/Denver')).toBe(NOON)
  expect(parseTimeText('2024-10-24 12:00:00.5Z', 'America/Denver')).toBe(NOON + 500_000)
  expect(parseTimeText('yesterday', 'UTC')).toBeNull()
  expect(parseTimeText('2024-13-44', 'UTC')).toBeNull()
})

test('next to a clock change the wall time is read with the offset that holds then', () => {
  // Denver leaves summer time at 08:00 UTC on 2024-11-03.
  const before = parseTimeText('2024-11-03 00:30', 'America/Denver')
  const after = parseTimeText('2024-11-03 02:30', 'America/Denver')
  expect(before).toBe(Date.UTC(2024, 10, 3, 6, 30) * 1000)
  expect(after).toBe(Date.UTC(2024, 10, 3, 9, 30) * 1000)
})

test('what is written can be read back', () => {
  const micros = integer({ min: Date.UTC(1980, 0) * 1000, max: Date.UTC(2090, 0) * 1000 })
  // Zones without clock changes: where clocks go back, one hour has two meanings.
  const zone = constantFrom('UTC', 'Asia/Kolkata', 'Asia/Tokyo', 'America/Phoenix')
  assert(property(micros, zone, (at, name) => parseTimeText(timeText(at, name, 'us'), name) === at))
  assert(property(integer({ min: 0, max: 1e15 }), (length) => parseDuration(durationText(length)) === length))
})

test('durations are read as people write them', () => {
  expect(parseDuration('90')).toBe(90e6)
  expect(parseDuration('1h 30m')).toBe(5400e6)
  expect(parseDuration('10 min')).toBe(600e6)
  expect(parseDuration('250ms')).toBe(250_000)
  expect(parseDuration('ten')).toBeNull()
  expect(durationText(5400e6)).toBe('1h30m')
  expect(roughDuration(93_784e6)).toBe('1d 2h')
})

test('ticks are round in the zone that is shown, and few', () => {
  const day = timeTicks(NOON, NOON + 86_400e6, 'Asia/Kolkata', 6)
  expect(day.map((tick) => tick.text)).toEqual(['18:00', '10-25', '06:00', '12:00'])
  expect(timeTicks(NOON, NOON + 3600e6, 'UTC', 6).map((tick) => tick.text)).toEqual([
    '12:00',
    '12:10',
    '12:20',
    '12:30',
    '12:40',
    '12:50',
    '13:00',
  ])
})
