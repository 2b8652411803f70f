/**
 * One segment of a capture: some megabytes of the file, read into finished chunks without any knowledge of the rest but what the
 * sample told and where the reading stands at its first byte. This is what import threads do; it touches neither disk nor case.
 *
 * Column types begin anew in every segment, from what the sample said: a column that is text there is text everywhere, and a
 * segment that holds numbers only keeps them as numbers whatever others hold. So what is stored depends on the file alone,
 * not on the number of threads or their pace.
 */
import { createHash } from 'node:crypto'
import { encodeChunk, type EncodedChunk } from '../../case/codec/encode-chunk.ts'
import type { Rejected } from '../../../preload/contract/evidence.ts'
import { CaptureReaders, type TextLayout } from '../capture-reader.ts'
import type { FilledChunk } from '../columns/chunk-rows.ts'
import type { ColumnNews } from '../columns/builder.ts'
import { transcoder, type Sniffed } from '../encoding.ts'
import type { ColumnPlan } from '../columns/plan.ts'
import { columnKinds } from '../columns/plan.ts'
import type { Standing, Stop } from './standing.ts'

/** What all segments of a file have in common. */
export interface ReadingPlan {
  layout: TextLayout
  sniffed: Sniffed
  columns: ColumnPlan
}

export interface Segment {
  /** The original (unpacked) bytes, without byte order mark; shared memory. */
  bytes: Uint8Array
  /** Where they begin in the file. */
  base: number
  standing: Standing | null
  /** Nothing follows. */
  last: boolean
}

/** What was read; lines count from 1 at the segment's first byte. */
export interface SegmentDone {
  chunks: EncodedChunk[]
  rejected: Rejected[]
  columns: ColumnNews[]
  /** Values of the time column that are no time. */
  unreadable: number
  stop: Stop
  /** Where the array begins that is never closed, if this is the last segment. */
  unclosed: { byte: number; line: number } | null
}

/** Reads segments, one after the other. */
export class SegmentReading {
  readonly #plan: ReadingPlan
  readonly #readers: CaptureReaders

  constructor(plan: ReadingPlan) {
    this.#plan = plan
    this.#readers = new CaptureReaders(plan.layout, columnKinds(plan.columns))
  }

  /** @throws Problem too-many-columns */
  read({ bytes, base, standing, last }: Segment): SegmentDone {
    const original = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const map = transcoder({ encoding: this.#plan.sniffed.encoding, bom: base })
    const chunks: EncodedChunk[] = []
    const rejected: Rejected[] = []
    const reader = this.#readers.next(map, standing, {
      chunk: (chunk) => chunks.push(encodeChunk({ ...chunk, sha256: hashOf(chunk, original, base) })),
      rejected: (row) => rejected.push(row),
    })
    reader.push(map.push(original))
    if (last) {
      reader.push(map.end())
      reader.end()
    } else reader.flush()
    return {
      chunks,
      rejected,
      columns: reader.builders().map((builder) => builder.news()),
      unreadable: reader.unreadableTimes(),
      stop: reader.stop(),
      unclosed: last ? reader.unclosed() : null,
    }
  }
}

function hashOf({ firstByte, byteLength }: FilledChunk, original: Buffer, base: number): string {
  const from = firstByte - base
  return createHash('sha256')
    .update(original.subarray(from, from + byteLength))
    .digest('hex')
}
