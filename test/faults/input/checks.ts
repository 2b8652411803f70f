/**
 * What must hold of every damaged file that was read, checked by other means than the readers': places in order and within
 * the file; nothing but separators between them; each line of JSON judged by JSON.parse, each line of Zeek by its tabs, each
 * table row by csv-parse; every record that the damage left alone taken. Each check answers what is wrong, or null.
 */
import { parse } from 'csv-parse/sync'
import type { Place } from '../../../main/capture/places.ts'
import type { Reading } from './reading.ts'
import type { Seed } from './seeds.ts'

type Row = Place & { reason: string | null }
const end = ({ byte, length }: Place): number => byte + length

function rowsOf({ accepted, rejected }: Reading): Row[] {
  const rows = [...accepted.map((place) => ({ ...place, reason: null as string | null })), ...rejected]
  return rows.sort((a, b) => a.byte - b.byte)
}

/** Rows lie behind one another, within the file. */
function placesWrong(rows: readonly Row[], size: number): string | null {
  let at = 0
  for (const row of rows) {
    if (row.byte < at || row.length < 0 || end(row) > size)
      return `a row of ${row.length} bytes at byte ${row.byte}, where byte ${at} of ${size} was reached`
    at = end(row)
  }
  return null
}

/** Between rows stands only what may; `filler` tells whether a stretch of bytes is that. */
function lostBytes(rows: readonly Row[], bytes: Buffer, filler: (gap: Buffer) => boolean): string | null {
  let at: number | null = null
  for (const row of rows) {
    if (at !== null && row.byte > at && !filler(bytes.subarray(at, row.byte)))
      return `bytes ${at} to ${row.byte} are in no row`
    at = end(row)
  }
  return at === null || filler(bytes.subarray(at)) ? null : `bytes from ${at} to the end are in no row`
}

const only = (allowed: string) => {
  const set = new Set(Buffer.from(allowed))
  return (gap: Buffer): boolean => gap.every((byte) => set.has(byte))
}
/** `{` and `,` */
const [OPEN, COMMA] = [123, 44]
const SPACE = ' \t\n\v\f\r'

/** Compares with an independent verdict on each piece of the file: true, false, or null for pieces that are no rows. */
function verdictsDiffer(
  rows: readonly Row[],
  pieces: readonly (Place & { good: boolean | null })[],
): string | null {
  const found = new Map(rows.map((row) => [row.byte, row]))
  for (const { byte, length, good } of pieces) {
    const row = found.get(byte)
    found.delete(byte)
    if (good === null ? row !== undefined : row === undefined || (row.reason === null) !== good)
      return `the record at byte ${byte} is ${String(good)}, and was ${row ? (row.reason ?? 'taken') : 'passed over'}`
    if (row && row.length !== length)
      return `the record at byte ${byte} has ${length} bytes, not ${row.length}`
  }
  const [more] = found.keys()
  return more === undefined ? null : `a row at byte ${more} where there is none`
}

function linesOf(bytes: Buffer, from: number): Buffer[] {
  const lines: Buffer[] = []
  for (let at = from; at < bytes.length;) {
    const stop = bytes.indexOf(10, at)
    lines.push(bytes.subarray(at, stop < 0 ? bytes.length : stop))
    at = stop < 0 ? bytes.length : stop + 1
  }
  return lines
}

const isSpace = (byte: number | undefined) => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13)

/** Lines of JSON without blanks around them. @param judge of a parsed line */
function jsonLines(bytes: Buffer, from: number, judge: (value: unknown) => boolean | null) {
  const pieces: (Place & { good: boolean | null })[] = []
  for (const line of linesOf(bytes, from)) {
    let [first, last] = [0, line.length]
    while (first < last && isSpace(line[first])) first++
    while (last > first && isSpace(line[last - 1])) last--
    if (first === last) continue
    const byte = line.byteOffset - bytes.byteOffset + first
    let good: boolean | null = false
    try {
      good = judge(JSON.parse(new TextDecoder('utf-8').decode(line.subarray(first, last))))
    } catch {
      good = false
    }
    pieces.push({ byte, length: last - first, good })
  }
  return pieces
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce((most: number, inner) => Math.max(most, depthOf(inner)), 0)
}

/** Characters of the longest name of a column that the document makes. */
function longestName(value: unknown, name = ''): number {
  if (!isObject(value)) return name.length
  const longest = Object.entries(value).map(([key, inner]) =>
    inner === null ? 0 : longestName(inner, name === '' ? key : `${name}.${key}`),
  )
  return Math.max(name.length, ...longest)
}

/** Keys of what Splunk's export wraps around an event. */
const WRAPPING = ['preview', 'offset', 'lastrow', 'result']

function isEvent(document: unknown): boolean | null {
  if (!isObject(document)) return false
  const marked = 'result' in document || ('preview' in document && 'offset' in document)
  const splunk = marked && Object.keys(document).every((key) => WRAPPING.includes(key))
  if (splunk) {
    if (document.preview === true) return false
    if (document.result === undefined || document.result === null) return null
  }
  const source = '_index' in document || '_id' in document ? document._source : undefined
  const event = isObject(source) ? source : splunk && isObject(document.result) ? document.result : document
  return depthOf(event) <= 64 && longestName(event) <= 1000
}

/** Records of the seed that stand in the damaged file as they were, on lines of their own; behind them the line ends, or `also` stands. */
function untouched(bytes: Buffer, records: readonly Buffer[], newline: number, also = newline): Place[] {
  const found: Place[] = []
  for (const record of records) {
    const byte = bytes.indexOf(record)
    if (byte < 1 || bytes[byte - 1] !== newline) continue
    const after = bytes[byte + record.length]
    if (after === undefined || after === newline || after === also)
      found.push({ byte, length: record.length })
  }
  return found
}

/** Without those that stand where JSON has a value of the document before. */
function apart(bytes: Buffer, places: readonly Place[]): Place[] {
  return places.filter(
    ({ byte }) => !/[:[,]\s*$/.test(bytes.toString('latin1', Math.max(0, byte - 20), byte)),
  )
}

/** Whether csv-parse takes these bytes as one row of so many cells. */
function isOneRow(bytes: Buffer, width: number, delimiter: number, newline: number): boolean {
  const records = parse(bytes, {
    delimiter: String.fromCharCode(delimiter),
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: newline === 10 ? ['\n', '\r\n'] : ['\r'],
    encoding: 'latin1',
  })
  return records.length === 1 && (records[0] as unknown[]).length === width
}

function tableWrong(rows: readonly Row[], bytes: Buffer, seed: Seed, { layout }: Reading): string | null {
  if (layout === null || !('csv' in layout)) return null
  const { dialect, columns } = layout.csv
  const known = new Set(seed.records.map((record) => record.toString('latin1')))
  for (const row of rows) {
    if (row.reason !== null) continue
    const record = bytes.subarray(row.byte, end(row))
    if (known.has(record.toString('latin1'))) continue
    try {
      if (isOneRow(record, columns.length, dialect.delimiter, dialect.newline)) continue
    } catch (error) {
      return `csv-parse does not take the row at byte ${row.byte}: ${String(error)}`
    }
    return `the row at byte ${row.byte} is none of ${columns.length} cells to csv-parse`
  }
  const header = seed.bytes.subarray(0, seed.bytes.indexOf(dialect.newline) + 1)
  if (!bytes.subarray(0, header.length).equals(header)) return null
  return kept(rows, untouched(bytes, seed.records, dialect.newline))
}

/** Every good record was taken: by itself, or within a record that was taken and so has its bytes in the case. */
function kept(rows: readonly Row[], good: readonly Place[]): string | null {
  for (const place of good) {
    const row = rows.find((one) => one.byte <= place.byte && end(one) >= end(place))
    if (!row) return `the good row at byte ${place.byte} is nowhere`
    if (row.reason !== null) return `the good row at byte ${place.byte} was set aside: ${row.reason}`
  }
  return null
}

/** The capture of text `bytes`, read: what is wrong with it. */
export function captureWrong(reading: Reading, bytes: Buffer, seed: Seed): string | null {
  const rows = rowsOf(reading)
  const wrong = placesWrong(rows, bytes.length)
  const { layout, sniffed } = reading
  if (wrong !== null || layout === null || sniffed.encoding !== 'utf-8') return wrong
  if ('csv' in layout) {
    if (layout.format === 'zeek') return zeekWrong(rows, bytes, layout.csv)
    return lostBytes(rows, bytes, only('\r\n')) ?? tableWrong(rows, bytes, seed, reading)
  }
  if (!('json' in layout)) return eventsWrong(rows, bytes, seed)
  if (layout.json.kind === 'lines') return verdictsDiffer(rows, jsonLines(bytes, sniffed.bom, isEvent))
  if (layout.json.kind === 'documents' && seed.records[0]![0] !== OPEN) return null
  if (layout.json.kind === 'documents')
    return (
      lostBytes(rows, bytes, only(`${SPACE},`)) ??
      kept(rows, apart(bytes, untouched(bytes, seed.records, 10)))
    )
  const trailing = layout.json.trailing === 'anything'
  const last = rows.at(-1)
  const inside = trailing && last ? bytes.subarray(0, end(last)) : bytes
  return (
    lostBytes(rows, inside, only(`${SPACE},[]`)) ??
    wholeArray(rows, bytes, layout.json) ??
    kept(rows, untouched(bytes, seed.records, 10, COMMA))
  )
}

/** Windows events: nothing but what stands around them is outside of rows, and what the damage left alone was taken. */
function eventsWrong(rows: readonly Row[], bytes: Buffer, seed: Seed): string | null {
  const around = (gap: Buffer) =>
    /^(?:\s|<\?[^<>]*\?>|<!--[^<>]*-->|<\/?Events(?:\s[^<>]*)?>)*$/.test(gap.toString('latin1'))
  const good = untouched(bytes, seed.records, 10).filter(({ byte, length }) =>
    /^\s*(?:$|<\/?Event|\d\d\/\d\d\/\d{4} )/.test(bytes.toString('latin1', byte + length)),
  )
  return lostBytes(rows, bytes, around) ?? kept(rows, good)
}

/** An array that JSON.parse takes as a whole has as many rows as elements. */
function wholeArray(
  rows: readonly Row[],
  bytes: Buffer,
  { trailing }: { trailing: 'nothing' | 'anything' },
): string | null {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8').decode(bytes))
  } catch {
    return null
  }
  const elements =
    trailing === 'anything' && isObject(value)
      ? Object.values(value).find((inner) => Array.isArray(inner))
      : value
  if (!Array.isArray(elements)) return null
  const verdicts = elements.map(isEvent)
  const good = verdicts.filter((one) => one === true).length
  const bad = verdicts.filter((one) => one === false).length
  const taken = rows.filter(({ reason }) => reason === null).length
  return good === taken && bad === rows.length - taken
    ? null
    : `JSON.parse finds ${good} good and ${bad} bad elements; ${taken} and ${rows.length - taken} were found`
}

/** Zeek has no quotes: every line that is not of `#` is a row by its number of tabs. */
function zeekWrong(
  rows: readonly Row[],
  bytes: Buffer,
  { dialect, columns }: { dialect: { delimiter: number }; columns: readonly string[] },
): string | null {
  const pieces: (Place & { good: boolean | null })[] = []
  for (const line of linesOf(bytes, 0)) {
    const ended = line.byteOffset - bytes.byteOffset + line.length < bytes.length
    const length = ended && line.at(-1) === 13 ? line.length - 1 : line.length
    if (length === 0 || line[0] === 35) continue
    const cells = line.subarray(0, length).filter((byte) => byte === dialect.delimiter).length + 1
    const good = cells === columns.length && !line.subarray(0, length).includes(0)
    pieces.push({ byte: line.byteOffset - bytes.byteOffset, length, good })
  }
  return verdictsDiffer(rows, pieces)
}

/** Alerts: several rows of one record share its place. */
export function alertsWrong(reading: Reading, bytes: Buffer, seed: Seed): string | null {
  const seen = new Map<number, Row>()
  for (const row of rowsOf(reading)) seen.set(row.byte, row)
  const rows = [...seen.values()]
  const wrong = placesWrong(rows, bytes.length)
  if (wrong !== null || reading.sniffed.encoding !== 'utf-8') return wrong
  const newline = seed.bytes.indexOf('\n')
  const head = seed.bytes.subarray(0, newline + 1)
  // Without its first line, a file may be read in another way.
  return bytes.subarray(0, head.length).equals(head)
    ? kept(
        rows,
        untouched(bytes, seed.records, 10).filter(({ byte }) => byte > newline),
      )
    : null
}

/** Formats that are no text: places within the file, and of an event log every whole record where it was. */
export function binaryWrong(reading: Reading, bytes: Buffer, seed: Seed): string | null {
  for (const row of rowsOf(reading))
    if (row.byte < 0 || end(row) > bytes.length) return `a row at byte ${row.byte} of ${bytes.length}`
  if (seed.records.length === 0) return null
  const rows = rowsOf(reading)
  const wrong = placesWrong(rows, bytes.length)
  if (wrong !== null) return wrong
  // Records in their places, in a chunk whose header nothing happened to.
  const first = seed.bytes.indexOf(seed.records[0]!)
  if (!bytes.subarray(0, first).equals(seed.bytes.subarray(0, first))) return null
  let at = first
  for (const record of seed.records) {
    const whole = bytes.subarray(at, at + record.length).equals(record)
    if (whole && !rows.some((row) => row.byte === at && row.length === record.length))
      return `the record at byte ${at} is nowhere`
    at += record.length
  }
  return null
}
