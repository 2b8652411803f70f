/**
 * The messages of an Arrow IPC file or stream, with their places: a mark, the length of a header, the header (a flatbuffer that
 * tells the kind of message and the length of the body), the body. Only this much of the format is read here; apache-arrow reads the rest.
 */
import type { FileHandle } from 'node:fs/promises'
import { MOST_COLUMNS, tooManyColumns } from '../understanding/widest.ts'
import { bytesAt } from './stretch.ts'

export type FrameKind = 'schema' | 'dictionary' | 'batch' | 'other'
export interface Frame {
  kind: FrameKind
  first: number
  length: number
}

const MARK = 0xff_ff_ff_ff
const FILE_START = 8
const KINDS: FrameKind[] = ['other', 'schema', 'dictionary', 'batch']
const MOST_HEADER = 256 << 20
const MOST_DEPTH = 64

/** @throws Error for what is no message; Problem truncated-file */
export async function* arrowFrames(
  file: FileHandle,
  path: string,
  size: number,
): AsyncGenerator<Frame, void, undefined> {
  const magic = await bytesAt(file, path, 0, Math.min(size, FILE_START))
  let at = magic.toString('latin1', 0, 6) === 'ARROW1' ? FILE_START : 0
  while (at + 8 <= size) {
    const frame = await frameAt(file, path, size, at)
    // The end of the stream; a file has its footer behind it.
    if (!frame) return
    yield frame
    at += frame.length
  }
}

/** Null for the mark that ends a stream. */
async function frameAt(file: FileHandle, path: string, size: number, at: number): Promise<Frame | null> {
  const start = await bytesAt(file, path, at, 8)
  const marked = start.readUInt32LE(0) === MARK
  const length = start.readInt32LE(marked ? 4 : 0)
  if (length === 0) return null
  if (length < 0 || length > MOST_HEADER) throw new Error(`byte ${at} begins no message`)
  const head = at + (marked ? 8 : 4)
  if (head + length > size) throw new Error(`the message at byte ${at} is longer than the file`)
  const { kind, body } = header(await bytesAt(file, path, head, length))
  const end = head + length + body
  if (body < 0 || end > size) throw new Error(`the message at byte ${at} is longer than the file`)
  return { kind, first: at, length: end - at }
}

const TAIL = 10
/** Bytes of a block in the footer: offset, length of the header, length of the body. */
const BLOCK = 24

/**
 * Checks what the footer of an Arrow file says of its schema and of the places of its messages, and those messages' headers: whoever
 * believes them reads for minutes.
 * @throws Error
 */
export async function checkFooter(file: FileHandle, path: string, size: number): Promise<void> {
  const tail = await bytesAt(file, path, Math.max(0, size - TAIL), Math.min(size, TAIL))
  const length = tail.readInt32LE(0)
  if (tail.toString('latin1', 4) !== 'ARROW1') throw new Error('its end is missing')
  if (length < 8 || length > size - TAIL - FILE_START) throw new Error(`a footer of ${length} bytes`)
  const bytes = await bytesAt(file, path, size - TAIL - length, length)
  const table = bytes.readUInt32LE(0)
  const schema = fieldOf(bytes, table, 1)
  if (schema > 0) refuseLong(bytes, 'schema', target(bytes, schema))
  for (const i of [2, 3]) {
    const blocks = list(bytes, table, i, BLOCK)
    for (let n = 0; n < blocks.length; n++) {
      const at = Number(bytes.readBigInt64LE(blocks.first + n * BLOCK))
      if (at < FILE_START || at + 8 > size) throw new Error(`a message at byte ${at} of ${size}`)
      await frameAt(file, path, size, at)
    }
  }
}

/** Fields of the flatbuffer `Message`: version, header_type, header, bodyLength. */
function header(bytes: Buffer): { kind: FrameKind; body: number } {
  const table = bytes.readUInt32LE(0)
  const type = fieldOf(bytes, table, 1)
  const inner = fieldOf(bytes, table, 2)
  const body = fieldOf(bytes, table, 3)
  const kind = (type > 0 ? KINDS[bytes.readUInt8(type)] : undefined) ?? 'other'
  if (inner > 0) refuseLong(bytes, kind, target(bytes, inner))
  return { kind, body: body > 0 ? Number(bytes.readBigInt64LE(body)) : 0 }
}

/** Where a table's field lies; 0 where it is left out. */
function fieldOf(bytes: Buffer, table: number, i: number): number {
  const fields = table - bytes.readInt32LE(table)
  const at = 4 + 2 * i
  const offset = at < bytes.readUInt16LE(fields) ? bytes.readUInt16LE(fields + at) : 0
  return offset === 0 ? 0 : table + offset
}

const target = (bytes: Buffer, at: number): number => at + bytes.readUInt32LE(at)

/**
 * Lists longer than the header they lie in are damage, and who believes them reads for minutes: of a batch its nodes and buffers, of a
 * schema its fields, and theirs.
 */
function refuseLong(bytes: Buffer, kind: FrameKind, table: number): void {
  if (kind === 'dictionary') {
    const batch = fieldOf(bytes, table, 1)
    if (batch > 0) refuseLong(bytes, 'batch', target(bytes, batch))
  } else if (kind === 'batch') {
    list(bytes, table, 1, 16)
    list(bytes, table, 2, 16)
  } else if (kind === 'schema') {
    list(bytes, table, 2, 4)
    const { length } = list(bytes, table, 1, 4)
    if (length > MOST_COLUMNS) throw tooManyColumns(`It has ${length} columns`)
    fieldsFit(bytes, table, 1, 0)
  }
}

function fieldsFit(bytes: Buffer, table: number, i: number, depth: number): void {
  if (depth > MOST_DEPTH) throw new Error('its schema nests too deep')
  const { first, length } = list(bytes, table, i, 4)
  for (let at = first; at < first + 4 * length; at += 4) {
    const field = target(bytes, at)
    list(bytes, field, 6, 4)
    fieldsFit(bytes, field, 5, depth + 1)
  }
}

function list(bytes: Buffer, table: number, i: number, width: number): { first: number; length: number } {
  const at = fieldOf(bytes, table, i)
  if (at === 0) return { first: 0, length: 0 }
  const start = target(bytes, at)
  const length = bytes.readUInt32LE(start)
  if (start + 4 + length * width <= bytes.length) return { first: start + 4, length }
  throw new Error(`a list of ${length} in a header of ${bytes.length} bytes`)
}
