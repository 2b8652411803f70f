/**
 * Evidence files as streams of plain bytes. Compression is told by magic bytes, never by the file's name; the SHA-256 is that of the
 * file as it lies there. Everywhere else in the house, "byte n" of a compressed file means byte n of the unpacked stream.
 *
 * A stream that ends too early, is damaged or unpacks to absurd sizes is an error, never a shorter file.
 */
import { createHash, type Hash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'
import { fileProblem } from './file-problems.ts'
import { type Limits, LIMITS, unpackBlocks } from './unpack.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** A file that was looked at, not yet read. */
export interface Evidence {
  path: string
  name: string
  /** Bytes on the disk. */
  size: number
  compression: Compression
  /** When it was last changed, in milliseconds, to notice a change while it is read. */
  changed: number
}

/** One pass over a file. Iterate `blocks` to the end, then ask for the hash. */
export interface ByteReading {
  /** Unpacked bytes, in blocks of at most about 1 MiB; each block is the receiver's to keep. */
  blocks: AsyncGenerator<Buffer, void, undefined>
  /** Bytes of the file on the disk read so far, for progress. */
  consumed(): number
  /** Lowercase hex, of the file on the disk; valid once `blocks` has ended. */
  sha256(): string
}

const BLOCK = 1 << 20
const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

/**
 * Looks at a file: it must be there, readable, a plain file and not empty.
 * @throws Problem file-missing, not-a-file, no-access, file-empty, read-error
 */
export async function openEvidence(path: string): Promise<Evidence> {
  const full = resolve(path)
  const where = { file: full }
  const info = await stat(full).catch((cause: unknown) => {
    throw fileProblem(cause, full)
  })
  if (!info.isFile()) {
    const what = info.isDirectory() ? 'a folder' : 'no plain file'
    throw new Problem('not-a-file', `${full} is ${what}.`, {
      where,
      advice: 'Give the path of one log file.',
    })
  }
  const head = Buffer.alloc(4)
  const length = await withFile(full, (file) => file.read(head, 0, 4, 0)).then(({ bytesRead }) => bytesRead)
  if (length === 0) {
    throw new Problem('file-empty', `${full} is empty (0 bytes).`, { where, advice: 'Export the log again.' })
  }
  const starts = (magic: number[]) => magic.every((byte, i) => head[i] === byte)
  const compression = starts(GZIP) ? 'gzip' : starts(ZSTD) ? 'zstd' : 'none'
  return { path: full, name: basename(full), size: info.size, compression, changed: info.mtimeMs }
}

export interface ReadOptions {
  signal?: AbortSignal
  /** For tests; see unpack.ts. */
  limits?: Limits
  /** Nobody will ask for the hash: the receiver takes it itself, or reads only the beginning. */
  unhashed?: boolean
  /** Of a plain file: where to put the next block, of at most so many bytes; else every block has memory of its own. */
  room?: (length: number) => Buffer
}

/**
 * Begins a pass over a file. Errors come while iterating.
 * @throws Problem truncated-file, damaged-file, unpacks-too-large, file-changed, read-error; or the signal's reason
 */
export function readBytes(evidence: Evidence, options: ReadOptions = {}): ByteReading {
  const hash = createHash('sha256')
  let seen = 0
  /** The file's bytes from `from` on; each byte is hashed once, however often it is read. */
  async function* raw(from: number): AsyncGenerator<Buffer, void, undefined> {
    const file = await open(evidence.path).catch((cause: unknown) => {
      throw fileProblem(cause, evidence.path)
    })
    const own = evidence.compression === 'none' ? options.room : undefined
    const room = own ?? ((length: number) => Buffer.allocUnsafeSlow(length))
    try {
      for (let at = from; ;) {
        options.signal?.throwIfAborted()
        const block = await readBlock(file, at, evidence.path, room(BLOCK))
        if (block.length === 0) break
        if (at + block.length > seen) {
          if (!options.unhashed) hash.update(at < seen ? block.subarray(seen - at) : block)
          seen = at + block.length
        }
        at += block.length
        yield block
      }
    } finally {
      await file.close()
    }
  }
  async function* blocks() {
    yield* evidence.compression === 'none' ? raw(0) : unpackBlocks(evidence, raw, options.limits ?? LIMITS)
    // Padding behind packed data belongs to the file and its hash.
    for await (const _ of raw(seen)) void _
    await refuseChanged(evidence, seen)
  }
  return { blocks: blocks(), consumed: () => seen, sha256: () => digestOf(hash, options) }
}

function digestOf(hash: Hash, { unhashed }: ReadOptions): string {
  if (unhashed) throw new Error('A reading that was begun unhashed has no hash')
  return hash.copy().digest('hex')
}

/** SHA-256 of a file on the disk. */
export async function hashFile(evidence: Evidence, signal?: AbortSignal): Promise<string> {
  const reading = readBytes({ ...evidence, compression: 'none' }, signal ? { signal } : {})
  for await (const _ of reading.blocks) void _
  return reading.sha256()
}

async function readBlock(file: FileHandle, at: number, path: string, block: Buffer): Promise<Buffer> {
  const { bytesRead } = await file.read(block, 0, BLOCK, at).catch((cause: unknown) => {
    throw fileProblem(cause, path, at)
  })
  return bytesRead === BLOCK ? block : block.subarray(0, bytesRead)
}

async function refuseChanged(evidence: Evidence, seen: number): Promise<void> {
  const now = await stat(evidence.path).catch((cause: unknown) => {
    throw fileProblem(cause, evidence.path)
  })
  if (now.mtimeMs === evidence.changed && now.size === evidence.size && seen === evidence.size) return
  throw new Problem('file-changed', `${evidence.path} changed while it was being read.`, {
    where: { file: evidence.path },
    advice: 'Wait until nothing writes to it any more, or import a copy.',
  })
}

async function withFile<T>(path: string, act: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    const file = await open(path)
    try {
      return await act(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileProblem(error, path)
  }
}
