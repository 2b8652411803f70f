/**
 * From records to alert rows, one form like the other: table cells by their header, stash pairs by their keys, JSON results
 * out of their wrappings. Previews of a running search and lines without a result are passed over: they are no alerts. What
 * is no alert row though it should be is given with the reason.
 */
import type { Evidence } from '../capture/bytes.ts'
import type { Choices, Rejected } from '../../preload/contract/evidence.ts'
import type { z } from 'zod'
import { TECHNIQUES, WEAK_AND_STRONG } from './field-names.ts'
import { fieldKey, Fields, fieldsOf } from './fields.ts'
import type { Form, Layout } from './layout.ts'
import { readRaw, type RawReading, type RawRecord } from './raw-records.ts'
import { endsOpen, STASH_START, stashFields } from './stash.ts'

export interface AlertRow {
  fields: Fields
  /** The record as it stood in the file; of several results in one record, the result written anew. */
  original: string
  /** It came as a result of a search (which may name it); else only its own fields can say what it is. */
  from: 'nowhere' | 'table' | 'search' | 'named search'
  place: { line: number; byte: number; length: number }
}

const placeOf = ({ line, byte, length }: RawRecord) => ({ line, byte, length })

export type Found = { row: AlertRow } | { rejected: z.infer<typeof Rejected> }
export type Reading = Omit<RawReading, 'records'> & { rows: AsyncGenerator<Found, void, undefined> }

/** Begins a pass over the rows of an alert file; errors come while iterating. */
export function readRows(evidence: Evidence, layout: Layout, signal?: AbortSignal): Reading {
  const { records, ...rest } = readRaw(evidence, layout, signal)
  const rows = rowsFrom(records, layout.form)
  return { ...rest, rows: layout.parts ? named(rows, layout.parts) : rows }
}

/** The rows that records hold. */
export function rowsFrom(records: AsyncIterable<RawRecord>, form: Form): Reading['rows'] {
  return understood(form.kind === 'stash' ? joined(records) : records, form)
}

/** Columns that a person gave a part are read under the names by which that part is known. */
async function* named(
  rows: AsyncGenerator<Found, void, undefined>,
  parts: Choices,
): AsyncGenerator<Found, void, undefined> {
  for await (const found of rows) {
    if ('row' in found) giveParts(found.row.fields, parts)
    yield found
  }
}

function giveParts(fields: Fields, { time, host, users, action, labels }: Choices): void {
  const given: [known: string, columns: readonly (string | null | undefined)[]][] = [
    ['_time', [time]],
    ['user', users ?? []],
    ['dest', [host]],
    ['search_name', [action]],
    ['mitre_attack_id', labels ?? []],
  ]
  const found = given.map(([known, columns]) => ({
    known,
    columns: columns.filter((one) => typeof one === 'string'),
  }))
  for (const { known, columns } of found) if (columns.length > 0) fields.take(known, columns)
}

async function* understood(
  records: AsyncIterable<RawRecord>,
  form: Form,
): AsyncGenerator<Found, void, undefined> {
  for await (const record of records) {
    if (record.refused !== null) yield refuse(record, record.refused)
    else if (form.kind === 'csv') yield { row: tableRow(record, form.header) }
    else if (form.kind === 'stash') yield stashRow(record)
    else yield* jsonRows(record)
  }
}

function refuse(record: RawRecord, reason: string): Found {
  return { rejected: { ...placeOf(record), reason, excerpt: record.text.slice(0, 200) } }
}

/** Bytes of a stash record, at most: what goes on longer is damage. */
const LONGEST = 16 << 20

/** Stash records may run over several lines. A line that begins like a record always begins one. */
async function* joined(lines: AsyncIterable<RawRecord>): AsyncGenerator<RawRecord, void, undefined> {
  let record: RawRecord[] = []
  let length = 0
  let open = false
  for await (const line of lines) {
    const goes = open && line.refused === null && !STASH_START.test(line.text)
    if (!goes || length + line.length > LONGEST) {
      if (record.length > 0) yield glued(record)
      record = []
      length = 0
      open = false
      if (line.text.startsWith('***SPLUNK***')) continue
    }
    record.push(line)
    length += line.length
    open = line.refused === null && endsOpen(line.text, open)
  }
  if (record.length > 0) yield glued(record)
}

function glued(lines: readonly RawRecord[]): RawRecord {
  const first = lines[0]!
  const last = lines.at(-1)!
  return {
    ...first,
    text: lines.map(({ text }) => text).join('\n'),
    length: last.byte + last.length - first.byte,
  }
}

function tableRow(record: RawRecord, header: readonly string[]): AlertRow {
  const fields = new Fields()
  for (const [i, name] of header.entries()) fields.add(name, [record.cells![i]!])
  return { fields, original: record.text, from: 'table', place: placeOf(record) }
}

function stashRow(record: RawRecord): Found {
  const fields = stashFields(record.text)
  if (typeof fields === 'string') return refuse(record, fields)
  return { row: { fields, original: record.text, from: 'nowhere', place: placeOf(record) } }
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* jsonRows(record: RawRecord): Generator<Found, void, undefined> {
  let document: unknown
  try {
    document = JSON.parse(record.text)
  } catch (error) {
    yield refuse(record, `no valid JSON: ${(error as Error).message}`)
    return
  }
  if (!isObject(document)) yield refuse(record, 'no JSON object')
  else if (document.preview === true) return
  else if (isObject(document.result)) yield resultRow(record, document.result, record.text, 'search')
  else if (Array.isArray(document.results)) yield* resultsOf(record, document, document.results)
  else if (!isBareWrapping(document)) yield resultRow(record, document, record.text, 'nowhere')
}

/** `{"preview":false,"lastrow":true}`: the end of an export without results. */
function isBareWrapping(document: Json): boolean {
  const known = ['preview', 'offset', 'lastrow', 'result', 'init_offset', 'messages', 'fields', 'highlighted']
  return Object.keys(document).every((key) => known.includes(key))
}

/** All results of one search in one document; what the document says of the search holds for each of them. */
function* resultsOf(
  record: RawRecord,
  document: Json,
  results: unknown[],
): Generator<Found, void, undefined> {
  const outside = Object.entries(document).filter(([name]) =>
    [...WEAK_AND_STRONG, ...TECHNIQUES].includes(fieldKey(name)),
  )
  for (const result of results) {
    if (!isObject(result)) {
      yield refuse(record, 'a result that is no JSON object')
      continue
    }
    const inside = { ...Object.fromEntries(outside), ...result }
    yield resultRow(record, inside, JSON.stringify(result), outside.length > 0 ? 'named search' : 'search')
  }
}

function resultRow(record: RawRecord, result: Json, original: string, from: AlertRow['from']): Found {
  const fields = fieldsOf(result)
  if (typeof fields === 'string') return refuse(record, fields)
  return { row: { fields, original, from, place: placeOf(record) } }
}
