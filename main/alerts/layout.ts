/**
 * The outer form of an alert export, told from its first bytes: stash text, JSON in one of its wrappings, or a table whose
 * header names an alert's fields. Whether the rows really are alerts is for sample.ts to see.
 */
import type { AlertFormat, Choices } from '../../preload/contract/evidence.ts'
import { binaryFormat } from '../capture/binary/kind.ts'
import type { Evidence } from '../capture/bytes.ts'
import { cellText } from '../capture/csv/columns.ts'
import { CsvScanner, type CsvDialect } from '../capture/csv/scan.ts'
import type { Sniffed } from '../capture/encoding.ts'
import type { JsonLayout } from '../capture/json/documents.ts'
import { withMark } from '../capture/json/layout.ts'
import { HEAD, type Head, readHead } from '../capture/text-stream.ts'
import { NAMES, TECHNIQUES, TEST_NAME, TIMES, USERS, WEAK_NAMES } from './field-names.ts'
import { fieldKey } from './fields.ts'
import { STASH_START } from './stash.ts'
import type { z } from 'zod'

export type Form =
  /** `skip`: records up to and with the header. */
  | { kind: 'csv'; dialect: CsvDialect; header: string[]; skip: number }
  | { kind: 'json'; cut: JsonLayout }
  | { kind: 'stash' }

export interface Layout {
  format: z.infer<typeof AlertFormat>
  form: Form
  sniffed: Sniffed
  /** Columns that a person says play a part, whatever they are called; see rows.ts. */
  parts?: Choices
}

/** What a person says of an alert file. */
export interface ToldAlerts {
  mapping?: Choices | undefined
  /** These are alerts, whatever their columns are called. */
  believed?: boolean
}

/** More is read only where the first line of JSON has not ended by then. */
const LONG_HEAD = 32 << 20
const MOST_COLUMNS = 4096

/**
 * The form of a file, or null when it has none of an alert export.
 * @throws Problem `wrong-kind-of-file` for what is no text, and others for what cannot be read
 */
export async function detectLayout(evidence: Evidence, told: ToldAlerts = {}): Promise<Layout | null> {
  const layout = await formOf(evidence, told)
  return layout && told.mapping ? { ...layout, parts: told.mapping } : layout
}

async function formOf(evidence: Evidence, told: ToldAlerts): Promise<Layout | null> {
  if ((await binaryFormat(evidence)) !== null) return null
  const { encoding } = told.mapping ?? {}
  const head = await readHead(evidence, HEAD, encoding)
  const first = head.bytes.toString('utf8').trimStart()
  const long = !head.whole && first.startsWith('{') && !first.includes('\n')
  return alertForm(long ? await readHead(evidence, LONG_HEAD, encoding) : head, told)
}

/** The form of a text by its beginning, or null. */
export function alertForm(
  { bytes, sniffed }: Pick<Head, 'bytes' | 'sniffed'>,
  { mapping = {}, believed }: ToldAlerts = {},
): Layout | null {
  const first = bytes.toString('utf8').trimStart()
  if (first.startsWith('***SPLUNK***') || STASH_START.test(first)) {
    return { format: 'stash', form: { kind: 'stash' }, sniffed }
  }
  if (first.startsWith('[')) {
    const cut = withMark({ kind: 'array', start: bytes.indexOf(91) + 1, trailing: 'nothing' }, bytes)
    return { format: 'splunk-json-array', form: { kind: 'json', cut }, sniffed }
  }
  if (first.startsWith('{')) return objectLayout(bytes, sniffed)
  const form = tableForm(bytes, mapping.delimiter, believed ?? false)
  return form && { format: 'csv', form, sniffed }
}

/** Objects a line, one object with results, or objects over several lines. */
function objectLayout(bytes: Buffer, sniffed: Sniffed): Layout {
  const layout = (format: Layout['format'], cut: JsonLayout): Layout => ({
    format,
    form: { kind: 'json', cut: withMark(cut, bytes) },
    sniffed,
  })
  const text = bytes.toString('utf8').trimStart()
  const document = parsed(text.split('\n', 1)[0]!)
  if (document !== null) {
    const many = Array.isArray((document as { results?: unknown }).results)
    return layout(many ? 'splunk-json-results' : 'splunk-json-lines', { kind: 'lines' })
  }
  const results = resultsStart(bytes)
  if (results < 0) {
    // A broken first line must not change how the others are read: the second one begins an object of its own.
    const lines = /^\{[^\n]*\n\s*\{/.test(text)
    return layout('splunk-json-lines', { kind: lines ? 'lines' : 'documents' })
  }
  return layout('splunk-json-results', { kind: 'array', start: results, trailing: 'anything' })
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

/** The table that the header line describes, if its columns are those of alerts. Excel's `sep=` line may stand before it. */
function tableForm(bytes: Buffer, chosen: string | undefined, believed: boolean): Form | null {
  const newline = bytes.includes(10) || !bytes.includes(13) ? 10 : 13
  const told = /^\s*"?sep=([,;|\t])"?\r?\n/i.exec(bytes.toString('latin1', 0, 40))
  const from = bytes.findIndex((byte, at) => at >= (told?.[0].length ?? 0) && byte !== 10 && byte !== 13)
  const given = chosen ?? told?.[1]
  for (const delimiter of given ? [given] : [',', '\t', ';', '|']) {
    const dialect: CsvDialect = { delimiter: delimiter.charCodeAt(0), newline }
    const scanner = new CsvScanner(dialect, MOST_COLUMNS)
    if (from < 0 || scanner.scan(bytes, from, bytes.length, true) !== 'record') continue
    const { cells, starts, ends } = scanner
    if (cells < 2 || cells > MOST_COLUMNS) continue
    const header = Array.from({ length: cells }, (_, i) => cellText(bytes, starts[i]!, ends[i]!).trim())
    if (believed || isAlertHeader(header)) return { kind: 'csv', dialect, header, skip: told ? 2 : 1 }
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
