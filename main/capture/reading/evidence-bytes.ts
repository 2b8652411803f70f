/**
 * Bytes of an evidence file as they are now, by their place in the decompressed stream. Plain files are read at the
 * place; compressed ones from the begin up to it, in bounded memory.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import type { Readable, Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

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
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
}

/**
 * Hashes `stretch` and picks `wanted`, which lies inside it.
 * @throws the file system's or the decompressor's error
 */
export async function readStretch(path: string, stretch: Stretch, wanted: Stretch): Promise<StretchNow> {
  const magic = await firstBytes(path)
  const unpacker = decompressor(magic)
  const end = stretch.first + stretch.length
  const hash = createHash('sha256')
  const found: Buffer[] = []
  let head = magic
  let length = 0
  let at = unpacker ? 0 : stretch.first
  for await (const bytes of stretch.length > 0 ? stream(path, unpacker, stretch) : []) {
    if (at === 0 && unpacker) head = bytes
    const part = cut(bytes, at, stretch.first, end)
    hash.update(part)
    length += part.length
    found.push(Buffer.from(cut(bytes, at, wanted.first, wanted.first + wanted.length)))
    at += bytes.length
    if (at >= end) break
  }
  return { sha256: hash.digest('hex'), length, wanted: Buffer.concat(found), encoding: encodingOf(head) }
}

async function* stream(
  path: string,
  unpacker: Transform | null,
  { first, length }: Stretch,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, unpacker ? {} : { start: first, end: first + length - 1 })
  // Errors of either end come out of the iteration; the callback only keeps them from being thrown twice.
  const bytes: Readable = unpacker ? pipeline(file, unpacker, () => undefined) : file
  yield* bytes
}

/** The part of `bytes`, which begin at `at`, that lies in [from, to). */
function cut(bytes: Buffer, at: number, from: number, to: number): Buffer {
  const start = Math.min(bytes.length, Math.max(0, from - at))
  return bytes.subarray(start, Math.max(start, Math.min(bytes.length, to - at)))
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function decompressor(magic: Buffer): Transform | null {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return createGunzip()
  return magic.toString('hex') === '28b52ffd' ? createZstdDecompress() : null
}

/** By the byte-order mark of the (decompressed) file. */
function encodingOf(head: Buffer): StretchNow['encoding'] {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8'
}
