/**
 * Documents of a JSON file one by one, parsed, with their places: for readers that look at every document themselves, such as
 * alerts. (Imports of captures go through json-columns.ts instead.)
 */
import type { Rejected } from '../../preload/contract/evidence.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { JsonDocuments, type DocumentBatch } from './json-documents.ts'
import { type JsonObject, parseObject, Unfit } from './json-parse.ts'
import { Places } from './places.ts'
import type { Recognized } from './recognize.ts'
import { readText } from './text-stream.ts'

export interface JsonDocument {
  /** As it stands in the file: wrappers are not taken off. */
  value: JsonObject
  line: number
  /** Where the document lies in the (unpacked) file. */
  byte: number
  length: number
}

export interface JsonReading {
  /** In file order; what could not be read comes as `refused`. Can be iterated once. */
  documents: AsyncGenerator<{ document: JsonDocument } | { refused: Rejected }, void, undefined>
  /** Of the file on the disk, once `documents` has ended. */
  sha256(): string
  /** Bytes of the file on the disk read so far. */
  consumed(): number
}

/**
 * @param file as `recognize` found it; null is returned when it is no JSON
 * @throws (while iterating) Problem truncated-file when an array is never closed
 */
export function readDocuments(file: Recognized, signal?: AbortSignal): JsonReading | null {
  if (file.layout.format === 'csv') return null
  const text = readText(file.evidence, file.head.sniffed, signal ? { signal } : {})
  const cutter = new JsonDocuments(file.layout.json)
  const places = new Places(text.map)
  async function* documents() {
    for await (const block of text.blocks) yield* batchDocuments(cutter.push(block), places)
    yield* batchDocuments(cutter.end(), places)
    refuseUnclosed(cutter, file.evidence.path)
  }
  return { documents: documents(), sha256: text.sha256, consumed: text.consumed }
}

/** @throws Problem truncated-file */
export function refuseUnclosed(cutter: JsonDocuments, path: string): void {
  const open = cutter.unclosed()
  if (!open) return
  throw new Problem('truncated-file', `${path} is cut off: the array of documents is never closed.`, {
    where: { file: path, ...open },
    advice: 'Copy or export it again; nothing was imported.',
  })
}

function* batchDocuments(
  batch: DocumentBatch,
  places: Places,
): Generator<{ document: JsonDocument } | { refused: Rejected }> {
  const { bytes, records } = batch
  for (let i = 0; i < records.count; i++) {
    const place = places.next(batch, i)
    const refused = places.refusal(batch, i, place)
    if (refused) {
      yield { refused }
      continue
    }
    try {
      const value = parseObject(bytes.subarray(records.from[i]!, records.to[i]!))
      yield { document: { value, line: records.lines[i]!, ...place } }
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      yield { refused: places.refusal(batch, i, place, error.message)! }
    }
  }
}
