/** The records of an alert file one by one, each with its text and its place; what cannot be one, with the reason. */
import type { Evidence } from '../capture/bytes.ts'
import { cellText } from '../capture/csv/columns.ts'
import { CsvRecords } from '../capture/csv/records.ts'
import type { CsvBatch } from '../capture/csv/batch.ts'
import { decodeText, type Transcoder } from '../capture/encoding.ts'
import { JsonDocuments, type DocumentBatch } from '../capture/json/documents.ts'
import { readText } from '../capture/text-stream.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { Form, Layout } from './layout.ts'

export interface RawRecord {
  text: string
  /** Of a table row, in the order of the header. */
  cells: string[] | null
  line: number
  /** First byte and length in the (unpacked) file. */
  byte: number
  length: number
  /** Why it is no record; null when it is one. */
  refused: string | null
}

export interface RawReading {
  records: AsyncGenerator<RawRecord, void, undefined>
  /** Bytes of the file read so far. */
  consumed(): number
  /** Of the file, once `records` has ended. */
  sha256(): string
}

/** Longest record in bytes: a line may hold all results of a search. */
const LONGEST = 64 << 20

/**
 * Begins a pass over an alert file.
 * @throws Problem while iterating: `truncated-file` and the others of capture/bytes.ts
 */
export function readRaw(evidence: Evidence, layout: Layout, signal?: AbortSignal): RawReading {
  const { blocks, map, ...reading } = readText(evidence, layout.sniffed, signal ? { signal } : {})
  return { ...reading, records: cutRecords(evidence, layout.form, blocks, map) }
}

/** The records in these blocks of a file's text. @throws Problem truncated-file */
export async function* cutRecords(
  { path }: Pick<Evidence, 'path'>,
  form: Form,
  blocks: AsyncIterable<Buffer>,
  map: Transcoder,
): AsyncGenerator<RawRecord, void, undefined> {
  const width = form.kind === 'csv' ? form.header.length : 0
  const cutter =
    form.kind === 'csv'
      ? new CsvRecords({ dialect: form.dialect, width, skip: form.skip, maxRecord: LONGEST })
      : new JsonDocuments(form.kind === 'json' ? form.cut : { kind: 'lines' }, LONGEST)
  for await (const block of blocks) yield* recordsOf(cutter.push(block), width, map)
  yield* recordsOf(cutter.end(), width, map)
  const open = cutter instanceof JsonDocuments ? cutter.unclosed() : null
  if (open) {
    throw new Problem('truncated-file', `${path} is cut off: its list of results is never closed.`, {
      where: { file: path, line: open.line, byte: open.byte },
      advice: 'Export the alerts again; nothing was imported.',
    })
  }
}

function* recordsOf(
  batch: DocumentBatch | CsvBatch,
  width: number,
  map: Transcoder,
): Generator<RawRecord, void, undefined> {
  const { bytes, base, records } = batch
  let row = 0
  for (let i = 0; i < records.count; i++) {
    const from = records.from[i]!
    const to = records.to[i]!
    const byte = map.original(bytes, base, from)
    const length = map.original(bytes, base, to) - byte
    const refused = records.refused.get(i) ?? null
    const table = 'rows' in batch && refused === null
    const cells = table ? cellsOf(batch, row++, width) : null
    yield {
      text: decodeText(bytes.subarray(from, to)),
      cells,
      line: records.lines[i]!,
      byte,
      length,
      refused,
    }
  }
}

function cellsOf({ bytes, starts, ends }: CsvBatch, row: number, width: number): string[] {
  const at = row * width
  return Array.from({ length: width }, (_, i) => cellText(bytes, starts[at + i]!, ends[at + i]!))
}
