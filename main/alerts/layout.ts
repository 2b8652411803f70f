/**
 * The outer form of an alert export, told from its first bytes: stash text, JSON in one of its wrappings, or a table whose
 * header names an alert's fields. Whether the rows really are alerts is for sample.ts to see.
 */
import type { AlertFormat } from '../../preload/contract/evidence.ts'
import { readBytes, type Evidence } from '../capture/bytes.ts'
import { cellText } from '../capture/csv-columns.ts'
import { CsvScanner, type CsvDialect } from '../capture/csv-scan.ts'
import { sniffEncoding, transcoder, type Sniffed } from '../capture/encoding.ts'
import type { JsonLayout } from '../capture/json-documents.ts'
import { NAMES, TECHNIQUES, TEST_NAME, TIMES, USERS, WEAK_NAMES } from './field-names.ts'
import { fieldKey } from './fields.ts'
import { STASH_START } from './stash.ts'
import type { z } from 'zod'

export type Form =
  | { kind: 'csv'; dialect: CsvDialect; header: string[] }
  | { kind: 'json'; cut: JsonLayout }
  | { kind: 'stash' }

export interface Layout {
  format: z.infer<typeof AlertFormat>
  form: Form
  sniffed: Sniffed
}

/** Enough to see the form; more is read while the first line has not ended. */
const HEAD = 64 << 10
const MOST_HEAD = 32 << 20
const MOST_COLUMNS = 4096

/** The form of a file, or null when it has none of an alert export. */
export async function detectLayout(evidence: Evidence): Promise<Layout | null> {
  const { bytes, sniffed } = await readHead(evidence)
  const text = bytes.toString('utf8')
  const first = text.trimStart()
  if (first.startsWith('***SPLUNK***') || STASH_START.test(first)) {
    return { format: 'stash', form: { kind: 'stash' }, sniffed }
  }
  if (first.startsWith('[') || first.startsWith('{')) return jsonLayout(bytes, first, sniffed)
  const form = tableForm(bytes)
  return form && { format: 'csv', form, sniffed }
}

async function readHead(evidence: Evidence): Promise<{ bytes: Buffer; sniffed: Sniffed }> {
  const blocks: Buffer[] = []
  let length = 0
  for await (const block of readBytes(evidence).blocks) {
    blocks.push(block)
    length += block.length
    if (length >= MOST_HEAD || (length >= HEAD && block.includes(10))) break
  }
  const raw = Buffer.concat(blocks)
  const sniffed = sniffEncoding(raw)
  const decoder = transcoder(sniffed)
  return { bytes: decoder.push(raw.subarray(sniffed.bom)), sniffed }
}

function jsonLayout(bytes: Buffer, first: string, sniffed: Sniffed): Layout {
  const layout = (format: Layout['format'], cut: JsonLayout): Layout => ({
    format,
    form: { kind: 'json', cut },
    sniffed,
  })
  if (first.startsWith('[')) {
    const start = bytes.indexOf(91) + 1
    return layout('splunk-json-array', { kind: 'array', start, trailing: 'nothing' })
  }
  const line = first.slice(0, first.indexOf('\n') < 0 ? first.length : first.indexOf('\n'))
  const results = resultsStart(bytes)
  const document = parsed(line)
  if (document === null) {
    if (results < 0) return layout('splunk-json-lines', { kind: 'documents' })
    return layout('splunk-json-results', { kind: 'array', start: results, trailing: 'anything' })
  }
  const many = Array.isArray((document as { results?: unknown }).results)
  return layout(many ? 'splunk-json-results' : 'splunk-json-lines', { kind: 'lines' })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Byte behind the `[` of the outermost object's `results`, or -1. */
function resultsStart(bytes: Buffer): number {
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === 34) {
      const from = at + 1
      for (at = from; at < bytes.length && bytes[at] !== 34; at++) if (bytes[at] === 92) at++
      if (depth !== 1 || bytes.toString('latin1', from, at) !== 'results') continue
      const behind = /^\s*:\s*\[/.exec(bytes.toString('latin1', at + 1, at + 200))
      if (behind) return at + 1 + behind[0].length
    } else if (byte === 123 || byte === 91) depth++
    else if (byte === 125 || byte === 93) depth--
  }
  return -1
}

/** The table that the header line describes, if its columns are those of alerts. */
function tableForm(bytes: Buffer): Form | null {
  const newline = bytes.includes(10) || !bytes.includes(13) ? 10 : 13
  for (const delimiter of [',', '\t', ';', '|']) {
    const dialect: CsvDialect = { delimiter: delimiter.charCodeAt(0), newline }
    const scanner = new CsvScanner(dialect, MOST_COLUMNS)
    const from = bytes.findIndex((byte) => byte !== 10 && byte !== 13)
    if (from < 0 || scanner.scan(bytes, from, bytes.length, true) !== 'record') continue
    const { cells, starts, ends } = scanner
    if (cells < 2 || cells > MOST_COLUMNS) continue
    const header = Array.from({ length: cells }, (_, i) => cellText(bytes, starts[i]!, ends[i]!).trim())
    if (isAlertHeader(header)) return { kind: 'csv', dialect, header }
  }
  return null
}

function isAlertHeader(header: readonly string[]): boolean {
  const names = new Set(header.map(fieldKey))
  const any = (wanted: readonly string[]) => wanted.some((name) => names.has(name))
  const times = Object.values(TIMES).some((wanted) => any(wanted))
  if (any([...NAMES, TEST_NAME, ...TECHNIQUES])) return times || any(USERS)
  return any(WEAK_NAMES) && times && any(USERS)
}
