/** The parts of a capture, whatever its format. */
import { hashFile, readBytes } from './bytes.ts'
import { arrowParts } from './binary/arrow.ts'
import { evtxParts } from './binary/evtx.ts'
import type { RecognizedBinary } from './binary/kind.ts'
import { parquetParts } from './binary/parquet.ts'
import type { ColumnPlan } from './columns/plan.ts'
import type { Part } from './parts.ts'
import type { Recognized } from './understanding/recognize.ts'
import type { Crew } from './segments/threads.ts'
import { textParts } from './segments/text-parts.ts'

export interface CaptureParts {
  parts: AsyncGenerator<Part, void, undefined>
  /** Bytes of the file read so far, for progress. */
  consumed(): number
  /** SHA-256 of the file; to be asked once all parts have come. */
  sha256(): Promise<string>
  /** Ends the reading, wherever it stands. */
  close(): void
}

/** @param rowBytes of a row, on average, as the sample has it */
export function captureParts(
  file: Recognized,
  columns: ColumnPlan,
  rowBytes: number,
  { signal, crew }: { signal: AbortSignal; crew: Crew | null },
): CaptureParts {
  if (file.kind === 'binary') return binaryParts(file, columns, signal)
  const plan = { layout: file.layout, sniffed: file.head.sniffed, columns }
  const { sha256, ...reading } = textParts(file, plan, { rowBytes, signal, crew })
  return { ...reading, sha256: async () => sha256() }
}

/** The first rows of a file that is no text. */
export function binarySample(
  file: RecognizedBinary,
  columns: ColumnPlan,
  most: number,
): AsyncGenerator<Part> {
  const { evidence, layout } = file
  if (layout.format === 'evtx')
    return evtxParts(evidence, columns, readBytes(evidence, { unhashed: true }).blocks)
  return layout.format === 'parquet'
    ? parquetParts(evidence, columns, most)
    : arrowParts(evidence, columns, most)
}

function binaryParts(
  { evidence, layout }: RecognizedBinary,
  columns: ColumnPlan,
  signal: AbortSignal,
): CaptureParts {
  if (layout.format === 'evtx') {
    const reading = readBytes(evidence, { signal })
    return {
      parts: evtxParts(evidence, columns, reading.blocks),
      consumed: () => reading.consumed(),
      sha256: async () => reading.sha256(),
      close: () => undefined,
    }
  }
  let reached = 0
  async function* parts() {
    const all = layout.format === 'parquet' ? parquetParts(evidence, columns) : arrowParts(evidence, columns)
    for await (const part of all) {
      signal.throwIfAborted()
      for (const { firstByte, byteLength } of part.chunks) reached = firstByte + byteLength
      yield part
    }
  }
  return {
    parts: parts(),
    consumed: () => reached,
    sha256: () => hashFile(evidence, signal),
    close: () => undefined,
  }
}
