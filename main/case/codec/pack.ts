/**
 * How typed arrays lie in BLOBs: byte-shuffled, zstd level 1, with zstd's own checksum, so that a flipped bit on the disk is
 * met as an error and never as a number. Byte order is little-endian, as on every platform that Node 24 supports.
 */
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { isMarkedAsUntransferable } from 'node:worker_threads'
import { shuffle, unshuffle } from './shuffle.ts'

export type Packable =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

const OPTIONS = {
  params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
}

/** A damaged length must not take more memory than this before it is found out. */
const MOST_AT_ONCE = 1 << 26
const STEP = 1 << 20

/** Bytes, compressed. */
export function compress(bytes: Uint8Array): Buffer {
  // Node puts its answer together from pieces of this size; few large ones cost less than many small ones.
  const chunkSize = Math.max(1 << 14, Math.min(1 << 20, bytes.length >> 2))
  return zstdCompressSync(bytes, { ...OPTIONS, chunkSize })
}

/**
 * The bytes again.
 * @param length how many there must be
 * @throws DamagedBlob
 */
export function decompress(blob: Uint8Array, length: number): Buffer {
  let bytes: Buffer
  try {
    // One piece for the whole answer: putting many together costs twice as much as decompressing. A little longer than it, else
    // Node makes a second one to see whether more comes; large ones of few lengths, so that one fits where another was released.
    const room = length < STEP ? length + 64 : Math.ceil((length + 64) / STEP) * STEP
    const chunkSize = Math.min(MOST_AT_ONCE, room)
    bytes = zstdDecompressSync(blob, { maxOutputLength: Math.max(length, 1), chunkSize })
  } catch (error) {
    throw new DamagedBlob(error)
  }
  if (bytes.length !== length) throw new DamagedBlob()
  return bytes
}

/** Below this, memory is left to be collected. */
const LARGE = 1 << 14

/**
 * Gives back the memory of bytes that nobody looks at any more; they are empty then. Left to be collected, the chunks of a search would
 * take fresh memory one after the other, and filling that for the first time costs as much as decompressing them.
 */
export function release({ buffer }: Uint8Array): void {
  // What Node cuts small buffers from is marked.
  if (buffer.byteLength < LARGE || isMarkedAsUntransferable(buffer)) return
  try {
    if (buffer instanceof ArrayBuffer) buffer.transfer(0)
  } catch {
    // Memory that something else holds as well is collected when its time has come.
  }
}

/** Bytes behind their CRC-32, for what is too small to compress. */
export function checked(bytes: Uint8Array): Buffer {
  const blob = Buffer.allocUnsafe(4 + bytes.length)
  blob.writeUInt32LE(crc32(bytes), 0)
  blob.set(bytes, 4)
  return blob
}

/**
 * The bytes of {@link checked} again, in memory of their own.
 * @throws DamagedBlob
 */
export function unchecked(blob: Buffer, length: number): Buffer {
  const bytes = blob.subarray(4)
  if (bytes.length !== length || blob.readUInt32LE(0) !== crc32(bytes)) throw new DamagedBlob()
  return Buffer.from(bytes)
}

/** An array as a BLOB. */
export function pack(values: Packable): Buffer {
  return compress(shuffle(values, values.BYTES_PER_ELEMENT))
}

/** Fills `into` (of the right length and type) from a BLOB of {@link pack}, and returns it. */
export function unpack<T extends Packable>(blob: Uint8Array, into: T): T {
  const bytes = decompress(blob, into.byteLength)
  unshuffle(bytes, into, into.BYTES_PER_ELEMENT)
  release(bytes)
  return into
}

/** A BLOB that does not decode. Its code reads as SQLite's own word for damage; see storage-problem.ts. */
export class DamagedBlob extends Error {
  readonly code = 'SQLITE_CORRUPT_BLOB'
  constructor(cause?: unknown) {
    super('A stored block does not decode', { cause })
  }
}
