/** Cuts the stream of a file's bytes into segments for the reading threads, in shared memory that serves again and again. */
import type { Boundary } from './boundary.ts'

/** A segment as it is cut: how the reading stands there is decided later. */
export interface Cut {
  bytes: Buffer
  /** Of the file (unpacked). */
  base: number
  last: boolean
}

/** Rows that a segment should hold, a chunk's worth, if that is neither fewer nor more bytes than these. */
const LEAST = 64 << 10
const MOST = 24 << 20
/** Bytes by which a segment may be longer, for the last block and the last row. */
const ROOM = 2 << 20
/** Segments smaller than this are not filled up with the rest of a block. */
const SMALL = 1 << 20

/** Bytes of a segment for rows of this length, so that it fills about one chunk. */
export function segmentSize(rowBytes: number, chunkRows: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, rowBytes * chunkRows * 0.97)))
}

export class SegmentCutter {
  readonly #size: number
  readonly #boundary: Boundary
  #free: Buffer[] = []
  #buffer: Buffer
  #length = 0

  constructor(size: number, boundary: Boundary) {
    this.#size = size
    this.#boundary = boundary
    this.#buffer = shared(size + ROOM)
  }

  /** Room for the next block right behind the one before, so that it need not be copied there. */
  room(length: number): Buffer {
    if (this.#length + length > this.#buffer.length) this.#move(0, this.#length, length)
    return this.#buffer.subarray(this.#length, this.#length + length)
  }

  /**
   * @param blocks each in memory of {@link room}, or any other
   * @param mark bytes at the beginning that are passed over
   */
  async *cuts(blocks: AsyncIterable<Buffer>, mark: number): AsyncGenerator<Cut, void, undefined> {
    let from = mark
    let base = mark
    for await (const block of blocks) {
      const room = this.room(block.length)
      if (room.buffer !== block.buffer || room.byteOffset !== block.byteOffset) block.copy(room)
      this.#length += block.length
      while (this.#length - from >= this.#size) {
        const full = this.#buffer
        // Of rows of a few bytes, one block of the file can hold many chunks' worth.
        const end = this.#size < SMALL ? from + this.#size : this.#length
        const cut = this.#boundary(full.subarray(from, end))
        this.#move(from + cut, this.#length, 0)
        yield { bytes: full.subarray(from, from + cut), base, last: false }
        base += cut
        from = 0
      }
    }
    yield { bytes: this.#buffer.subarray(from, this.#length), base, last: true }
  }

  /** Takes back the memory of a cut that is done with. */
  free({ bytes }: Pick<Cut, 'bytes'>): void {
    if (bytes.buffer.byteLength === this.#size + ROOM) this.#free.push(Buffer.from(bytes.buffer))
  }

  /** Goes on in other memory, with [from, to) of what is at hand at its beginning. */
  #move(from: number, to: number, more: number): void {
    const old = this.#buffer
    const usual = this.#size + ROOM
    const least = to - from + more
    this.#buffer = least > usual ? shared(least) : (this.#free.pop() ?? shared(usual))
    old.copy(this.#buffer, 0, from, to)
    this.#length = to - from
  }
}

export const shared = (length: number): Buffer => Buffer.from(new SharedArrayBuffer(length))
