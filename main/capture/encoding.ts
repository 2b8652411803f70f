/**
 * What bytes of text mean. UTF-8 is read as it is. UTF-16 (Windows exports) is turned into UTF-8 block by block, and places are
 * counted back into the original bytes; so are code pages of one byte a character, where a person says which. Bytes that are no
 * UTF-8 are read as Windows-1252, value by value, so that one odd value does not spoil a file.
 */
import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../../preload/contract/evidence.ts'

export type { Encoding } from '../../preload/contract/evidence.ts'
/** The bytes of a buffer, four at a time. Made once per block: making one per cell would cost more than reading it. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export interface Sniffed {
  encoding: Encoding
  /** Bytes of the byte order mark. */
  bom: number
}

const MARKS: [encoding: Encoding, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** As {@link sniffEncoding}, where the encoding is told: only its own byte order mark is looked for. */
export function toldEncoding(head: Uint8Array, encoding: Encoding): Sniffed {
  const mark = MARKS.find(([name]) => name === encoding)?.[1] ?? []
  return { encoding, bom: mark.every((byte, i) => head[i] === byte) ? mark.length : 0 }
}

/** Encoding of a file by its first bytes: byte order mark, else the pattern of zeros that UTF-16 leaves in plain text. */
export function sniffEncoding(head: Uint8Array): Sniffed {
  for (const [encoding, mark] of MARKS)
    if (mark.every((byte, i) => head[i] === byte)) return { encoding, bom: mark.length }
  const zeros = [0, 0]
  const length = Math.min(head.length & ~1, 4096)
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1]!++
  const [even, odd] = zeros as [number, number]
  if (odd > length * 0.2 && even < length * 0.01) return { encoding: 'utf-16le', bom: 0 }
  if (even > length * 0.2 && odd < length * 0.01) return { encoding: 'utf-16be', bom: 0 }
  return { encoding: 'utf-8', bom: 0 }
}

const western = new TextDecoder('windows-1252')

/** Bytes as text: UTF-8 where they are, else Windows-1252. */
export function decodeText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : western.decode(bytes)
}

/** Turns a stream into UTF-8 and knows, for places in what it made, the places in the original. */
export interface Transcoder {
  /** UTF-8 of the next block of the original (byte order mark already taken off). */
  push(block: Buffer): Buffer
  /** What is left at the end of the file. */
  end(): Buffer
  /** Byte in the original of the first byte of UTF-8, if bytes are bytes from there on; else null. */
  readonly base: number | null
  /**
   * Byte in the original for byte `at` of `bytes`, whose first byte is byte `base` of the UTF-8 stream. Must be asked in
   * rising order, and `bytes` must hold everything since the last question.
   */
  original(bytes: Uint8Array, base: number, at: number): number
}

export function transcoder({ encoding, bom }: Sniffed): Transcoder {
  if (encoding === 'utf-8') return plain(bom)
  return decoded(encoding, bom, encoding.startsWith('utf-16') ? 2 : 1)
}

const NOTHING = Buffer.alloc(0)
const plain = (bom: number): Transcoder => ({
  base: bom,
  push: (block) => block,
  end: () => NOTHING,
  original: (_, base, at) => bom + base + at,
})

/** @param width bytes of a unit in the original: 2 of UTF-16, 1 of a code page */
function decoded(encoding: Encoding, bom: number, width: number): Transcoder {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  let total = bom
  let known = { utf8: 0, original: bom }
  return {
    base: null,
    push(block) {
      total += block.length
      return Buffer.from(decoder.decode(block, { stream: true }))
    },
    end: () => Buffer.from(decoder.decode()),
    original(bytes, base, at) {
      let units = 0
      // A unit per UTF-8 sequence, two for those of four bytes (surrogate pairs, which no code page has).
      for (let i = known.utf8 - base; i < at; i++) {
        const byte = bytes[i]!
        if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
      }
      known = { utf8: base + at, original: known.original + units * width }
      // A lone last byte decodes to one unit, though it is but one byte.
      return Math.min(known.original, total)
    },
  }
}
