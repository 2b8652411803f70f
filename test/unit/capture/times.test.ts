/** Every shape of time that captures and alerts bring, to integer microseconds UTC. */
import { assert, constantFrom, integer, nat, oneof, property, string, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochMicros } from '../../../main/capture/time/epoch-cell.ts'
import { decideZone, parseTime, timeReader } from '../../../main/capture/time/times.ts'
import { decideStyle } from '../../../main/capture/time/style.ts'

const utc = (text: string) => Date.parse(text) * 1000

describe('shapes', () => {
  test.each([
    ['2016-08-28 16:02:17.000 MDT', utc('2016-08-28T22:02:17Z')],
    ['2026-10-08 13:48:34.000 GMT', utc('2026-10-08T13:48:34Z')],
    ['2026-09-15T12:00:00.000+00:00', utc('2026-09-15T12:00:00Z')],
    ['2024-10-24T21:21:02.210372Z', utc('2024-10-24T21:21:02Z') + 210_372],
    ['2022-01-14T00:30:28.074002999Z', utc('2022-01-14T00:30:28Z') + 74_002],
    ['2024-10-24T21:21:02+0530', utc('2024-10-24T15:51:02Z')],
    ['2024-10-24 21:21:02 -02', utc('2024-10-24T23:21:02Z')],
    ['2024-10-24T21:21Z', utc('2024-10-24T21:21:00Z')],
    ['2024/10/24 21:21:02,5', utc('2024-10-24T21:21:02Z') + 500_000],
    ['2024-10-24', utc('2024-10-24T00:00:00Z')],
    ['2024-10-24T21:21:02+02:00[Europe/Berlin]', utc('2024-10-24T19:21:02Z')],
    ['04-November-24 18:04:11', utc('2024-11-04T18:04:11Z')],
    ['4 Nov 2024 6:04:11 pm', utc('2024-11-04T18:04:11Z')],
    ['28/Aug/2016:16:02:17 -0600', utc('2016-08-28T22:02:17Z')],
    ['Wed Aug 28 16:02:17 MDT 2016', utc('2016-08-28T22:02:17Z')],
    ['Aug 28, 2016 4:02:17.25 PM', utc('2016-08-28T16:02:17Z') + 250_000],
    ['10/24/2024 9:21:02 PM', utc('2024-10-24T21:21:02Z')],
    ['10/24/2024 12:00:00 AM', utc('2024-10-24T00:00:00Z')],
    ['24/10/2024 21:21', utc('2024-10-24T21:21:00Z')],
    ['24.10.2024 21:21:02', utc('2024-10-24T21:21:02Z')],
    ['20241024212102', utc('2024-10-24T21:21:02Z')],
    ['20241024T212102Z', utc('2024-10-24T21:21:02Z')],
    ['1642999416', 1_642_999_416_000_000],
    ['1642999416.1234567', 1_642_999_416_123_456],
    ['1748883058123', 1_748_883_058_123_000],
    ['1729804862210372', 1_729_804_862_210_372],
    ['1729804862210372999', 1_729_804_862_210_372],
    ['133742784622103720', utc('2024-10-24T21:21:02Z') + 210_372],
    ['126.233491', 126_233_491],
    ['2016-12-31T23:59:60Z', utc('2017-01-01T00:00:00Z')],
    ['2016-12-31T24:00:00Z', utc('2017-01-01T00:00:00Z')],
    [' 2024-10-24T21:21:02Z ', utc('2024-10-24T21:21:02Z')],
  ])('%s', (text, micros) => {
    expect(parseTime(text, 'UTC')).toBe(micros)
  })

  test.each([
    '',
    ' ',
    '-',
    'n/a',
    'Infinity',
    '2024-02-30T00:00:00Z',
    '2023-02-29',
    '2024-13-01T00:00:00Z',
    '2024-10-24T25:00:00Z',
    '2024-10-24T21:61:02Z',
    '2024-10-24T21:21:02 XYZ',
    '2024-10-24T21:21:02Zjunk',
    '32/01/2024 10:00',
    '04-Nonsense-24 18:04:11',
    '10/24/2024 13:21:02 PM',
    '9999-12-31T00:00:00Z',
    '1.2.3.4',
    '192.168.10.50',
    'T1115',
    '0x3E7',
    '12:30:00',
    'a'.repeat(10_000),
  ])('no time: %s', (text) => {
    // prettier-ignore
    expect(parseTime(text, 'UTC')).toBeNull()
  })

  test('numbers, by size or by unit', () => {
    expect(parseTime(1_642_999_416.25)).toBe(1_642_999_416_250_000)
    expect(parseTime(1_748_883_058_123)).toBe(1_748_883_058_123_000)
    expect(parseTime(1_748_883_058_123, 'UTC', undefined, 'us')).toBe(1_748_883_058_123)
    expect(parseTime('1748883058123', 'UTC', undefined, 'ns')).toBe(1_748_883_058)
    expect(parseTime(Number.NaN)).toBeNull()
  })

  test('property: what a date prints in any shape is read back to the microsecond', () => {
    const instant = integer({ min: -8_000_000_000_000_000, max: 8_900_000_000_000_000 })
    assert(
      property(instant, integer({ min: -840, max: 840 }), (micros, offset) => {
        const date = new Date(Math.floor(micros / 1000))
        const fraction = String(((micros % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, '0')
        const text = date.toISOString().slice(0, 19)
        expect(parseTime(`${text}.${fraction}Z`)).toBe(micros)
        const sign = offset < 0 ? '-' : '+'
        const [h, m] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) =>
          String(n).padStart(2, '0'),
        )
        expect(parseTime(`${text}.${fraction}${sign}${h}:${m}`)).toBe(micros - offset * 60_000_000)
        const [y, mo, d] = text.slice(0, 10).split('-')
        expect(parseTime(`${d}/${mo}/${y} ${text.slice(11)}`, 'UTC', 'day-first')).toBe(
          Math.floor(micros / 1_000_000) * 1_000_000,
        )
      }),
    )
  })
})

describe('zones', () => {
  test('an IANA zone is applied to times without zone only', () => {
    expect(parseTime('2024-07-01 12:00:00', 'Europe/Berlin')).toBe(utc('2024-07-01T10:00:00Z'))
    expect(parseTime('2024-01-01 12:00:00', 'Europe/Berlin')).toBe(utc('2024-01-01T11:00:00Z'))
    expect(parseTime('2024-07-01 12:00:00Z', 'Europe/Berlin')).toBe(utc('2024-07-01T12:00:00Z'))
    expect(parseTime('2020-10-20 01:31:47', '-04:00')).toBe(utc('2020-10-20T05:31:47Z'))
  })

  test('a clock change: the earlier of two instants; inside the gap the offset from before', () => {
    expect(parseTime('2024-10-27 02:30:00', 'Europe/Berlin')).toBe(utc('2024-10-27T00:30:00Z'))
    expect(parseTime('2024-03-31 02:30:00', 'Europe/Berlin')).toBe(utc('2024-03-31T01:30:00Z'))
    expect(parseTime('2024-04-07 01:45:00', 'Australia/Lord_Howe')).toBe(utc('2024-04-06T14:45:00Z'))
  })

  test('property: local time as Intl prints it comes back, or one overlap earlier', () => {
    const zones = [
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'America/St_Johns',
    ]
    assert(
      property(constantFrom(...zones), integer({ min: 1e9, max: 1.9e9 }), (zone, seconds) => {
        const local = new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: zone })
        const lag = seconds * 1e6 - parseTime(local, zone)!
        expect([0, 3_600_000_000]).toContain(lag)
      }),
      { numRuns: 300 },
    )
  })

  test('an unknown zone is refused with advice', () => {
    expect(() => parseTime('2024-10-24 21:21:02', 'Mars/Olympus')).toThrow(/not known/)
  })
})

describe('deciding', () => {
  test.each([
    [['2024-10-24T21:21:02Z', '', '2024-10-24T21:21:03Z'], 'UTC', 'every time carries Z'],
    [['2020-10-18 10:56:18.799'], 'UTC', 'no zone in any time: taken as UTC'],
    [['2016-08-28 16:02:17.000 MDT'], 'MDT', 'every time carries MDT (UTC−06:00)'],
    [['2024-10-24T21:21:02+02:00'], '+02:00', 'every time carries +02:00'],
    [
      ['2024-10-24T21:21:02+02:00', '2024-10-24T21:21:02+01:00'],
      'UTC',
      'every time carries its own zone: +02:00, +01:00',
    ],
    [
      ['2024-10-24T21:21:02Z', '2024-10-24T21:21:02'],
      'UTC',
      '1 of 2 times carry no zone and are taken as UTC, the others carry Z',
    ],
    [['1748883058000'], 'UTC', 'numbers: milliseconds since 1970 UTC'],
    [
      [126.23, 500],
      'UTC',
      'numbers too small for dates: seconds since an unknown start such as boot, kept as time after 1970-01-01T00:00:00Z',
    ],
    [['x', '-'], 'UTC', 'no time could be read'],
    [[], 'UTC', 'no time could be read'],
  ])('zone of %j', (samples, zone, evidence) => {
    // prettier-ignore
    expect(decideZone(samples)).toEqual({ zone, evidence })
  })

  test('day or month first: proof, then closeness, then the clock', () => {
    expect(decideStyle(['01/09/2019 03:56:10 PM', '01/13/2019 03:56:10 PM']).order).toBe('month-first')
    expect(decideStyle(['13/09/2019 15:56', '01/09/2019 15:56']).order).toBe('day-first')
    expect(decideStyle(['3/7/2017 8:55', '7/7/2017 9:00']).order).toBe('day-first')
    expect(decideStyle(['01/09/2019 03:56:10 PM']).order).toBe('month-first')
    expect(decideStyle(['01/09/2019 15:56']).order).toBe('day-first')
  })

  test('a zone from the user is stated, or said to change nothing', () => {
    expect(decideStyle(['2020-10-18 10:56:18'], { zone: 'MDT' })).toMatchObject({
      zone: 'MDT',
      evidence: 'given by the user: MDT',
    })
    expect(decideStyle(['2020-10-18T10:56:18Z'], { zone: 'MDT' }).evidence).toMatch(/changes nothing/)
  })

  test('the share that could be read', () => {
    expect(decideStyle(['2020-10-18 10:56:18', 'no', '']).readable).toBe(0.5)
  })
})

test('a text too long for a time is none, however it goes on', () => {
  const read = timeReader({ zone: 'UTC' })
  for (const end of ['[', ' ', '+1', 'A', 'Z[a']) {
    expect(read(`2024-10-24T21:21:02${end.repeat(1e6)}`)).toBeNaN()
    expect(decideStyle([`10/24/2024 9:21${end.repeat(1e6)}`]).readable).toBe(0)
  }
  expect(read(`${' '.repeat(40)}2024-10-24T21:21:02Z${' '.repeat(40)}`)).toBe(1_729_804_862e6)
})

test('fuzz: no text makes a reader throw or answer a fraction', () => {
  const read = timeReader({ zone: 'America/New_York' })
  const shapes = constantFrom(
    '2024-10-24T21:21:02.5Z',
    '10/24/2024 9:21:02 PM',
    '04-November-24 18:04:11',
    '1729804862.5',
  )
  const mutated = tuple(shapes, nat(25), string({ maxLength: 3 })).map(
    ([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1),
  )
  assert(
    property(oneof(mutated, string({ unit: 'grapheme' })), (text) => {
      const micros = read(text)
      expect(Number.isNaN(micros) || Number.isInteger(micros)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('property: numbers read from bytes are the times that their text is', () => {
  const text = tuple(
    nat({ max: 10 ** 9 }),
    nat({ max: 10 ** 9 }),
    constantFrom('', '.', '.5', '.1234567', 'x', '-'),
  ).map(([high, low, end]) => `${high || ''}${low}${end}`)
  assert(
    property(text, constantFrom(undefined, 's', 'ms', 'us', 'ns'), (written, unit) => {
      const bytes = Buffer.from(written)
      const micros = epochMicros(bytes, 0, bytes.length, unit)
      if (!Number.isNaN(micros)) expect(micros).toBe(timeReader({ zone: 'UTC', unit })(written))
    }),
    { numRuns: 2000 },
  )
  expect(epochMicros(Buffer.from('1809.400001'), 0, 11, undefined)).toBe(1_809_400_001)
})
