/** What a log file is: packed or not, its encoding, CSV or JSON, and how it is laid out. By its content, never by its name. */
import type { Evidence } from './bytes.ts'
import { openEvidence } from './bytes.ts'
import type { TextLayout } from './capture-reader.ts'
import { csvLayout } from './csv-layout.ts'
import { jsonLayout } from './json-layout.ts'
import { type Head, readHead } from './text-stream.ts'
import { wrongKind } from './wrong-kind.ts'

/** A recognized file. */
export interface Recognized {
  evidence: Evidence
  head: Head
  layout: TextLayout
}
export type RecognizedText = Recognized

/**
 * @throws Problem file-missing, not-a-file, no-access, file-empty, wrong-kind-of-file, truncated-file, damaged-file, …
 */
export async function recognize(path: string): Promise<Recognized> {
  const evidence = await openEvidence(path)
  const head = await readHead(evidence)
  const layout = layoutOf(head)
  if (layout) return { evidence, head, layout }
  if (head.bytes.toString('utf8').trim() === '') {
    throw wrongKind(evidence, 'holds nothing but blank lines', 'Export the log again.')
  }
  const xml = /^\s*</.test(head.bytes.toString('latin1', 0, 100))
  const says = xml
    ? 'is XML, which is not read'
    : 'is neither a table (CSV, TSV) nor JSON: no delimiter cuts its lines alike'
  throw wrongKind(
    evidence,
    says,
    'Export the log as CSV with a header line, or as JSON lines.',
    head.sniffed.bom,
  )
}

function layoutOf(head: Head): TextLayout | null {
  const json = jsonLayout(head.bytes, head.whole)
  if (json) return { format: json.kind === 'lines' ? 'ndjson' : 'json', json }
  const csv = csvLayout(head.bytes, head.whole)
  return csv && { format: 'csv', csv }
}
