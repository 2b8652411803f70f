/** What the parsing and the thread that makes chunks say to each other. */
import type { ColumnData } from '../case/chunks.ts'
import type { EncodedChunk } from '../case/encode-chunk.ts'
import type { FilledChunk } from './chunk-rows.ts'

export type ToThread =
  | { say: 'original'; block: Uint8Array }
  | { say: 'passed'; rows: { from: number; to: number } | null; byte: number }
  | { say: 'chunk'; chunk: FilledChunk }
  | { say: 'end' }

export type FromThread =
  /** That many bytes of the original are done with. */
  { say: 'hashed'; bytes: number } | { say: 'made'; chunk: EncodedChunk } | { say: 'ended'; sha256: string }

/** A copy of a chunk that can be given away, with the buffers to transfer. */
export function portable(chunk: FilledChunk): { copy: FilledChunk; transfer: ArrayBuffer[] } {
  const columns = new Map([...chunk.columns].map(([name, column]) => [name, portableColumn(column)] as const))
  const transfer = [...columns.values()].flatMap(buffersOf)
  return { copy: { ...chunk, columns }, transfer }
}

function portableColumn(column: ColumnData): ColumnData {
  if (column.type === 'boolean') return { type: column.type, data: column.data.slice() }
  if (column.type !== 'text') return { type: column.type, data: column.data.slice() }
  const codes = column.codes.slice()
  const { utf8 } = column
  if (!utf8) return { type: 'text', codes, values: column.values }
  // Without the strings: the bytes say the same.
  const list = { bytes: Uint8Array.from(utf8.bytes), offsets: utf8.offsets.slice() }
  return { type: 'text', codes, values: [], utf8: list }
}

function buffersOf(column: ColumnData): ArrayBuffer[] {
  if (column.type !== 'text') return [column.data.buffer as ArrayBuffer]
  const { codes, utf8 } = column
  return [codes, ...(utf8 ? [utf8.bytes, utf8.offsets] : [])].map(({ buffer }) => buffer as ArrayBuffer)
}
