/**
 * Where each row of a chunk lies: the gap to the end of the row before (a line end, mostly one byte) and its length, as
 * two shuffled and compressed uint32 columns. Where a gap does not fit (rows out of order, or far apart) the offsets are
 * kept as they are. Layout: 1 byte (0 gaps, 1 offsets) | length of the first block u32 | first block | lengths.
 */
import { DamagedBlob, pack, unpack } from './pack.ts'

export function packPlaces(offsets: Float64Array, lengths: Uint32Array): Buffer {
  const gaps = gapsOf(offsets, lengths)
  const first = pack(gaps ? concat(offsets.subarray(0, 1), gaps) : offsets)
  const header = Buffer.alloc(5)
  header[0] = gaps ? 0 : 1
  header.writeUInt32LE(first.length, 1)
  return Buffer.concat([header, first, pack(lengths)])
}

/** Offset and length of row `row` of a chunk with `rows` rows. */
export function placeAt(blob: Buffer, rows: number, row: number): { byte: number; length: number } {
  const { offsets, lengths } = unpackPlaces(blob, rows)
  return { byte: offsets[row]!, length: lengths[row]! }
}

/** Offsets and lengths of all rows of a chunk. */
export function unpackPlaces(blob: Buffer, rows: number): { offsets: Float64Array; lengths: Uint32Array } {
  if (blob.length < 5) throw new DamagedBlob()
  const split = 5 + blob.readUInt32LE(1)
  const first = blob.subarray(5, split)
  const lengths = unpack(blob.subarray(split), new Uint32Array(rows))
  if (blob[0] === 1) return { offsets: unpack(first, new Float64Array(rows)), lengths }
  const packed = unpack(first, new Uint32Array(rows === 0 ? 0 : rows + 1))
  return { offsets: offsetsOf(packed, lengths), lengths }
}

/** gaps[i]: bytes between the end of row i and the begin of row i + 1; null when one is negative or too large. */
function gapsOf(offsets: Float64Array, lengths: Uint32Array): Uint32Array | null {
  if (offsets.length !== lengths.length) throw new Error('Each row needs an offset and a length')
  const gaps = new Uint32Array(Math.max(0, offsets.length - 1))
  for (let i = 0; i < gaps.length; i++) {
    const gap = offsets[i + 1]! - offsets[i]! - lengths[i]!
    if (gap < 0 || gap >= 2 ** 32) return null
    gaps[i] = gap
  }
  return gaps
}

/** The first offset as two halves, then the gaps. */
function concat(start: Float64Array, gaps: Uint32Array): Uint32Array {
  if (start.length === 0) return gaps
  const all = new Uint32Array(gaps.length + 2)
  all[0] = start[0]! % 2 ** 32
  all[1] = Math.floor(start[0]! / 2 ** 32)
  all.set(gaps, 2)
  return all
}

function offsetsOf(packed: Uint32Array, lengths: Uint32Array): Float64Array {
  const offsets = new Float64Array(lengths.length)
  if (offsets.length === 0) return offsets
  offsets[0] = packed[1]! * 2 ** 32 + packed[0]!
  for (let i = 1; i < offsets.length; i++) offsets[i] = offsets[i - 1]! + lengths[i - 1]! + packed[i + 1]!
  return offsets
}
