/**
 * The messages of an Arrow IPC file or stream, with their places: a mark, the length of a header, the header (a flatbuffer that
 * tells the kind of message and the length of the body), the body. Only this much of the format is read here; apache-arrow reads the rest.
 */
import type { FileHandle } from 'node:fs/promises'
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

/** @throws Error for what is no message; Problem truncated-file */
export async function* arrowFrames(
  file: FileHandle,
  path: string,
  size: number,
): AsyncGenerator<Frame, void, undefined> {
  const magic = await bytesAt(file, path, 0, Math.min(size, FILE_START))
  let at = magic.toString('latin1', 0, 6) === 'ARROW1' ? FILE_START : 0
  while (at + 8 <= size) {
    const start = await bytesAt(file, path, at, 8)
    const marked = start.readUInt32LE(0) === MARK
    const length = start.readInt32LE(marked ? 4 : 0)
    // The end of the stream; a file has its footer behind it.
    if (length === 0) return
    if (length < 0 || length > MOST_HEADER) throw new Error(`byte ${at} begins no message`)
    const head = at + (marked ? 8 : 4)
    const { kind, body } = header(await bytesAt(file, path, head, length))
    const end = head + length + body
    if (body < 0 || end > size) throw new Error(`the message at byte ${at} is longer than the file`)
    yield { kind, first: at, length: end - at }
    at = end
  }
}

/** Fields of the flatbuffer `Message`: version, header_type, header, bodyLength. */
function header(bytes: Buffer): { kind: FrameKind; body: number } {
  const table = bytes.readUInt32LE(0)
  const fields = table - bytes.readInt32LE(table)
  const field = (i: number): number => {
    const at = 4 + 2 * i
    return at < bytes.readUInt16LE(fields) ? bytes.readUInt16LE(fields + at) : 0
  }
  const [type, body] = [field(1), field(3)]
  return {
    kind: (type > 0 ? KINDS[bytes.readUInt8(table + type)] : undefined) ?? 'other',
    body: body > 0 ? Number(bytes.readBigInt64LE(table + body)) : 0,
  }
}
