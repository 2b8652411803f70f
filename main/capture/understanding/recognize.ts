/** What a log file is: text (packed or not, its encoding, CSV, JSON or Windows events, how it is laid out) or not. By its content, never by its name. */
import { binaryFormat, type RecognizedBinary } from '../binary/kind.ts'
import type { Evidence } from '../bytes.ts'
import { openEvidence } from '../bytes.ts'
import type { TextLayout } from '../capture-reader.ts'
import type { Choices } from '../../../preload/contract/evidence.ts'
import { csvLayout } from '../csv/layout.ts'
import { jsonLayout, withMark } from '../json/layout.ts'
import { HEAD, type Head, readHead } from '../text-stream.ts'
import { wrongKind } from './wrong-kind.ts'
import { eventForm } from '../windows/framing.ts'
import { zeekLayout } from '../csv/zeek-layout.ts'

/** A recognized file of text. */
export interface RecognizedText {
  kind: 'text'
  evidence: Evidence
  head: Head
  layout: TextLayout
}
export type Recognized = RecognizedText | RecognizedBinary

/** What may be told of how text is written. */
export type ToldText = Pick<Choices, 'encoding' | 'delimiter' | 'header'>

/**
 * @param told what a person has decided; of files that are no text nothing of it counts
 * @throws Problem file-missing, not-a-file, no-access, file-empty, wrong-kind-of-file, truncated-file, damaged-file, …
 */
export async function recognize(path: string, told: ToldText = {}): Promise<Recognized> {
  const evidence = await openEvidence(path)
  const format = await binaryFormat(evidence)
  if (format) return { kind: 'binary', evidence, layout: { format } }
  const head = await readHead(evidence, HEAD, told.encoding)
  const layout = layoutOf(head, told)
  if (layout) return { kind: 'text', evidence, head, layout }
  if (head.bytes.toString('utf8').trim() === '') {
    throw wrongKind(evidence, 'holds nothing but blank lines', 'Export the log again.')
  }
  const xml = /^\s*</.test(head.bytes.toString('latin1', 0, 100))
  const says = xml
    ? 'is XML, but holds no Windows events'
    : 'is neither a table (CSV, TSV) nor JSON nor Windows events: no delimiter cuts its lines alike'
  throw wrongKind(
    evidence,
    says,
    'Export the log as CSV with a header line, or as JSON lines.',
    head.sniffed.bom,
  )
}

/** How a text is laid out, by its beginning; null when it is neither a table nor JSON nor Windows events. */
export function layoutOf(head: Pick<Head, 'bytes' | 'whole'>, told: ToldText = {}): TextLayout | null {
  if (told.delimiter !== undefined) {
    const csv = csvLayout(head.bytes, head.whole, told)
    return csv && { format: 'csv', csv }
  }
  const zeek = zeekLayout(head.bytes)
  if (zeek) return { format: 'zeek', csv: zeek }
  const json = jsonLayout(head.bytes, head.whole)
  if (json) return { format: json.kind === 'lines' ? 'ndjson' : 'json', json: withMark(json, head.bytes) }
  const events = eventForm(head.bytes)
  if (events) return { format: events }
  const csv = csvLayout(head.bytes, head.whole, told)
  return csv && { format: 'csv', csv }
}
