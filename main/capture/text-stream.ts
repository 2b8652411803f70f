/** Evidence as a stream of UTF-8 text without byte order mark, with the way back to the original bytes. */
import { type ByteReading, type Evidence, readBytes, type ReadOptions } from './bytes.ts'
import {
  type Encoding,
  sniffEncoding,
  toldEncoding,
  transcoder,
  type Sniffed,
  type Transcoder,
} from './encoding.ts'
import { refuseBinary } from './understanding/wrong-kind.ts'

/** The beginning of a file, to recognize it by. */
export interface Head {
  /** UTF-8, without byte order mark. */
  bytes: Buffer
  /** The file has no more than this. */
  whole: boolean
  sniffed: Sniffed
}

/** Bytes of a file looked at to recognize it. */
export const HEAD = 1 << 20

/**
 * @param told the encoding, where a person says it
 * @throws Problem for what is no text: wrong-kind-of-file; and those of bytes.ts
 */
export async function readHead(evidence: Evidence, size = HEAD, told?: Encoding): Promise<Head> {
  const parts: Buffer[] = []
  let length = 0
  let whole = true
  for await (const block of readBytes(evidence, { unhashed: true }).blocks) {
    parts.push(block)
    length += block.length
    if (length > size) {
      whole = false
      break
    }
  }
  const original = Buffer.concat(parts)
  const sniffed = told ? toldEncoding(original, told) : sniffEncoding(original)
  const map = transcoder(sniffed)
  const text = map.push(original.subarray(sniffed.bom))
  const bytes = whole ? Buffer.concat([text, map.end()]) : text
  refuseBinary(evidence, sniffed, original, bytes)
  return { bytes, whole, sniffed }
}

export interface TextReading extends ByteReading {
  /** For places in `blocks`: places in the original. */
  map: Transcoder
}

/**
 * One pass over the text of a file; `blocks` are UTF-8.
 * @param options.original is given each block of the original (unpacked) bytes before its text comes
 */
export function readText(
  evidence: Evidence,
  sniffed: Sniffed,
  options: ReadOptions & { original?: (block: Buffer) => void } = {},
): TextReading {
  const reading = readBytes(evidence, options)
  const map = transcoder(sniffed)
  async function* blocks() {
    let mark = sniffed.bom
    for await (const block of reading.blocks) {
      options.original?.(block)
      const text = map.push(block.subarray(mark))
      mark = Math.max(0, mark - block.length)
      if (text.length > 0) yield text
    }
    const rest = map.end()
    if (rest.length > 0) yield rest
  }
  return { ...reading, blocks: blocks(), map }
}
