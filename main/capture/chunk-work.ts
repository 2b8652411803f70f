/** What is left to do with a chunk once its rows are parsed: hash of its stretch of the evidence, statistics, compression. */
import { createHash } from 'node:crypto'
import { encodeChunk, type EncodedChunk } from '../case/encode-chunk.ts'
import type { FilledChunk } from './chunk-rows.ts'
import { StretchHash } from './stretch-hash.ts'

/** Takes, in the order of the file, its bytes and what the reading finds in them. No thread and no database of its own. */
export class ChunkWork {
  readonly #stretch = new StretchHash()
  readonly #whole = createHash('sha256')

  /** The next block of the original (unpacked) bytes, before anything is said about it. */
  original(block: Uint8Array): void {
    this.#whole.update(block)
    this.#stretch.push(block)
  }

  /** How far the reading has come; as {@link StretchHash.advance}. */
  passed(rows: { from: number; to: number } | null, byte: number): void {
    this.#stretch.advance(rows, byte)
  }

  chunk(chunk: FilledChunk): EncodedChunk {
    const from = chunk.firstByte
    const sha256 = this.#stretch.cut({ from, to: from + chunk.byteLength })
    return encodeChunk({ ...chunk, sha256 })
  }

  /** Of all blocks so far. */
  sha256(): string {
    return this.#whole.copy().digest('hex')
  }
}
