/**
 * Bytes of an evidence file as they are now, by their place in the unpacked stream. Plain files are read at the place;
 * packed ones from the beginning up to it, in bounded memory.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Evidence, openEvidence, readBytes } from '../bytes.ts'
import { type Encoding, sniffEncoding } from '../encoding.ts'

export interface Stretch {
  first: number
  length: number
}
export interface StretchNow {
  /** Of the whole stretch; of what there is, where the file ends within it. */
  sha256: string
  /** The bytes of the stretch that are there. */
  length: number
  /** The bytes wanted. */
  wanted: Buffer
  /** Of the file, by its first bytes, as it was decided at import. */
  encoding: Encoding
}

/** Enough of a file's beginning to tell its encoding. */
const HEAD = 4096

/**
 * Hashes `stretch` and picks `wanted`, which lies inside it.
 * @throws Problem file-missing, not-a-file, no-access, file-empty, read-error, truncated-file, damaged-file
 */
export async function readStretch(path: string, stretch: Stretch, wanted: Stretch): Promise<StretchNow> {
  const evidence = await openEvidence(path)
  const end = stretch.first + stretch.length
  const hash = createHash('sha256')
  const found: Buffer[] = []
  const head: Buffer[] = []
  let length = 0
  for await (const { at, bytes } of places(evidence, stretch)) {
    if (at < HEAD) head.push(bytes.subarray(0, HEAD - at))
    const part = cut(bytes, at, stretch.first, end)
    hash.update(part)
    length += part.length
    found.push(Buffer.from(cut(bytes, at, wanted.first, wanted.first + wanted.length)))
    if (at + bytes.length >= Math.max(end, HEAD)) break
  }
  const { encoding } = sniffEncoding(Buffer.concat(head))
  return { sha256: hash.digest('hex'), length, wanted: Buffer.concat(found), encoding }
}

interface Place {
  at: number
  bytes: Buffer
}

/** Blocks with their places: the beginning of the file, and from there, or from a little before it, the stretch. */
async function* places(evidence: Evidence, { first, length }: Stretch): AsyncGenerator<Place> {
  if (evidence.compression !== 'none') {
    yield* placed(readBytes(evidence).blocks, 0)
    return
  }
  const from = Math.max(first, HEAD)
  yield* placed(createReadStream(evidence.path, { end: HEAD - 1 }), 0)
  if (first + length > from)
    yield* placed(createReadStream(evidence.path, { start: from, end: first + length - 1 }), from)
}

async function* placed(blocks: AsyncIterable<Buffer>, from: number): AsyncGenerator<Place> {
  let at = from
  for await (const bytes of blocks) {
    yield { at, bytes }
    at += bytes.length
  }
}

/** The part of `bytes`, which begin at `at`, that lies in [from, to). */
function cut(bytes: Buffer, at: number, from: number, to: number): Buffer {
  const start = Math.min(bytes.length, Math.max(0, from - at))
  return bytes.subarray(start, Math.max(start, Math.min(bytes.length, to - at)))
}
